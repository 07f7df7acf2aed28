package io.vmcaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.config.Section.Route;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.testing.WarningsTo;
import io.vmcaster.uploader.Protocols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  private static final String SCP =
      """
      [web]
      server = "Web.example.org"
      writeprotocol = "scp"
      readprefix = "https://web.example.org/"
      writeprefix = "root@web:/srv/"
      """;
  private static final String DEEPER =
      """
      [deeper]
      server = "web.example.org"
      writeprotocol = "gsidcap"
      readprefix = "https://web.example.org/vm/"
      writeprefix = "gsidcap://door:22128/pnfs/"
      timeout = 2.5
      consumers = ["hepix",
         "atrope"]
      verify = "download"
      """;

  @TempDir Path directory;
  private final List<String> warnings = new ArrayList<>();

  @Test
  void replacesThePrefix() {
    Route route = read(SCP).find("https://web.example.org/vm/a.img");
    assertThat(route.target()).isEqualTo("root@web:/srv/vm/a.img");
    assertThat(route.section().protocol()).isEqualTo("scp");
    assertThat(route.section().timeout()).isEqualTo(Section.DEFAULT_TIMEOUT);
    assertThat(route.section().server()).contains("web.example.org");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theLongestPrefixWinsInAnyOrder(boolean swapped) {
    Configuration configuration = read(swapped ? DEEPER + SCP : SCP + DEEPER);
    Section section = configuration.find("https://web.example.org/vm/a.img").section();
    assertThat(section.name()).isEqualTo("deeper");
    assertThat(section.timeout()).isEqualTo(Duration.ofMillis(2500));
    assertThat(section.consumers()).containsExactly("hepix", "atrope");
    assertThat(section.verifiesByDownload()).isTrue();
    assertThat(configuration.find("https://web.example.org/a").section().name()).isEqualTo("web");
  }

  @ParameterizedTest
  @CsvSource({
    "https://web.example.org/a%20b.img,           root@web:/srv/a b.img",
    "https://web.example.org/%C3%BC.img,          root@web:/srv/ü.img",
    "https://web.example.org/100%25.img,          root@web:/srv/100%.img",
    "https://web.example.org/a+b.img,             root@web:/srv/a+b.img",
    "HTTPS://WEB.example.ORG/A.img,               root@web:/srv/A.img",
  })
  void decodesThePath(String uri, String target) {
    assertThat(read(SCP).find(uri).target()).isEqualTo(target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://web.example.org/../etc/passwd",
        "https://web.example.org/a/%2e%2e/b",
        "https://web.example.org/a/.%2E/b",
        "https://web.example.org/a/./b",
        "https://web.example.org/a%2F..%2Fb",
        "https://web.example.org//etc/passwd",
        "https://web.example.org/a?b",
        "https://web.example.org/a#b",
        "https://web.example.org/a\nb",
        "https://web.example.org/a%00b",
        "https://web.example.org/a%0ab",
        "https://web.example.org/a%zz",
        "https://web.example.org/a%2",
        "https://web.example.org/a%ff",
      })
  void refusesUrisThatLeadElsewhere(String uri) {
    Configuration configuration = read(SCP);
    assertThatThrownBy(() -> configuration.route(uri))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageStartingWith("cannot tell where https://web.example.org/");
  }

  @Test
  void aPrefixWithoutSlashDoesNotCoverALongerHost() {
    Configuration configuration = read(SCP.replace("example.org/\"", "example.org\""));
    assertThat(configuration.route("https://web.example.org.evil.net/a")).isEmpty();
    assertThat(configuration.route("https://web.example.org/a").orElseThrow().target())
        .isEqualTo("root@web:/srv//a");
  }

  @Test
  void namesItsSectionsWhenNoneCovers() {
    Configuration configuration = read(SCP + DEEPER);
    assertThat(configuration.route("https://other.example.org/a?b")).isEmpty();
    assertThatThrownBy(() -> configuration.find("https://other.example.org/a"))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("[web], [deeper]")
        .hasMessageContaining("https://other.example.org/a");
  }

  @Test
  void saysWhenOnlyTheHostFits() {
    Configuration configuration = read(SCP);
    assertThatThrownBy(() -> configuration.route("https://web.example.org:2880/a"))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining("[web]")
        .hasMessageContaining("https://web.example.org/");
  }

  @Test
  void readsTheLaterNames() {
    Configuration configuration =
        read(
            """
            [later]
            server = "h.example.org"
            protocol = "local"
            uriMatch = "https://h\\\\.example\\\\.org/(?P<vo>[^/]+)/([^/]+)/"
            uriReplace = "/srv/$100%/\\\\2/\\\\g<vo>/"
            """);
    assertThat(configuration.find("https://h.example.org/a%20b/c/d.img").target())
        .isEqualTo("/srv/$100%/c/a b/d.img");
  }

  @Test
  void reportsAllFaultsOfTheSectionItNeedsTogether() {
    Configuration configuration =
        read(
            """
            [web]
            server = web.example.org
            writeprotocol = "ftp"
            readprefix = "https://web.example.org/"
            uriReplace = "\\1"
            timeout = -1
            consumers = ["nobody"]
            dcapclient = "x"
            dcapdata = "y"
            nonsense
            """);
    assertThatThrownBy(() -> configuration.route("https://web.example.org/a"))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContainingAll(
            "[web] server: web.example.org is not JSON",
            "[web] writeprotocol: \"ftp\" is none of",
            "[web] uriReplace",
            "[web] timeout: -1",
            "[web] consumers: \"nobody\"",
            "[web] dcapclient",
            "[web] dcapdata: \"y\" is none of passive, active",
            "[web] line 10: \"nonsense\"");
    assertThat(configuration.sections()).isEmpty();
  }

  @Test
  void faultsOfOtherSectionsAreWarnedAboutOnce() {
    Configuration configuration = read(SCP + "[other]\nserver = \"o.example.org\"\n");
    assertThat(configuration.route("https://web.example.org/a")).isPresent();
    assertThat(configuration.route("https://web.example.org/b")).isPresent();
    assertThat(warnings).hasSize(3).allMatch(text -> text.contains("[other]"));
    assertThatThrownBy(() -> configuration.route("https://o.example.org/"))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContainingAll("writeprotocol", "readprefix", "writeprefix");
  }

  @Test
  void refusesWhatIsTwice() {
    assertThatThrownBy(() -> read(SCP + SCP).route("https://web.example.org/a"))
        .hasMessageContaining("[web] section: it is there twice");
    assertThatThrownBy(() -> read(SCP + "Server = \"x\"\n").route("https://web.example.org/a"))
        .hasMessageContaining("[web] server: it is there twice");
    assertThatThrownBy(() -> read(SCP + "protocol = \"scp\"\n").route("https://web.example.org/a"))
        .hasMessageContaining("[web] protocol");
  }

  @Test
  void warnsOfUnknownKeys() {
    read(SCP + "colour = \"blue\"\n");
    assertThat(warnings).singleElement().asString().contains("[web] colour");
  }

  @Test
  void refusesAFileWithFaultsOutsideOfSections() {
    assertThatThrownBy(() -> read("server = \"x\"\nfoo\n" + SCP))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContainingAll("line 1", "line 2");
  }

  @Test
  void readsDosLinesAndMarks() {
    Configuration configuration = read("\uFEFF" + SCP.replace("\n", "\r\n"));
    assertThat(configuration.route("https://web.example.org/a")).isPresent();
    assertThat(warnings).isEmpty();
  }

  @Test
  void nothingIsExpanded() {
    Configuration configuration =
        read(SCP.replace("root@web:/srv/", "/${web/server}/@prop/${user.home}/%%/"));
    assertThat(configuration.find("https://web.example.org/a").target())
        .isEqualTo("/${web/server}/@prop/${user.home}/%/a");
  }

  @Test
  void refusesFilesThatAreNone() throws IOException {
    Path big = Files.write(directory.resolve("big"), new byte[Configuration.MAX_SIZE + 1]);
    Path latin = Files.write(directory.resolve("latin"), new byte[] {'[', (byte) 0xfc, ']'});
    for (Path file : List.of(big, latin, directory, directory.resolve("none"))) {
      assertThatThrownBy(() -> Configuration.read(file, Protocols.keys(), Messages.SILENT))
          .isInstanceOf(ConfigurationFailure.class)
          .hasMessageStartingWith("cannot read the configuration " + file);
    }
  }

  @Test
  void theExampleIsReadWithoutAWord() {
    Configuration configuration =
        Configuration.read(
            Path.of("vmcaster.cfg.example"), Protocols.keys(), new WarningsTo(warnings));
    assertThat(configuration.faults()).isEmpty();
    assertThat(configuration.sections()).extracting(Section::protocol).contains("local", "gsidcap");
    assertThat(configuration.find("https://images.example.org/my%20image.qcow2").target())
        .isEqualTo("publisher@images.example.org:/var/www/images/my image.qcow2");
    assertThat(configuration.find("https://projects.example.org/p-1/images/a").target())
        .isEqualTo("publisher@projects.example.org:/srv/p-1/public/images/a");
    assertThat(warnings).isEmpty();
  }

  private Configuration read(String text) {
    try {
      Path file = Files.writeString(directory.resolve("vmcaster.cfg"), text);
      return Configuration.read(file, Protocols.keys(), new WarningsTo(warnings));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
