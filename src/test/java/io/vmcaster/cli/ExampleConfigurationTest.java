package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.DavServer;
import io.vmcaster.testing.DcapDoor;
import io.vmcaster.testing.ForwardProxy;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.VmcasterRun;
import io.vmcaster.testing.WebServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Uses {@code vmcaster.cfg.example} as it explains itself: each section writes to a real server,
 * and each line does what is said of it. Host names stay as they are where ssh and a web proxy can
 * lead to the test's servers; user, door and directories are replaced.
 */
class ExampleConfigurationTest {

  private static final Path EXAMPLE = Path.of("vmcaster.cfg.example").toAbsolutePath();
  private static final Pattern SETTING = Pattern.compile("(?:# )?[A-Za-z-]+ = .*");

  @TempDir Path directory;
  private LocalSite site;
  private Path files;
  private OpenSshServer sshd;
  private DcapDoor door;
  private String webdav;

  @BeforeEach
  void prepare() throws Exception {
    site = LocalSite.create(directory);
    site.with("DISH_CFG", "").with("PATH", System.getenv("PATH"));
    site.with(
        "X509_USER_PROXY", site.endorser().proxy().key(KeyKind.RSA).issue().proxyFile().toString());
    site.writeImage("build.img", 7);
    files = Files.createDirectories(directory.resolve("files"));
    sshd = OpenSshServer.start(directory.resolve("sshd"));
    SshHome.welcomeAt(sshd, directory)
        .append("config", "Host *.example.org\n  HostName 127.0.0.1\n  Port " + sshd.port() + "\n");
    write(example());
  }

  @AfterEach
  void stop() throws IOException {
    if (door != null) {
      door.close();
    }
    sshd.close();
  }

  private void openDoor() throws Exception {
    door = DcapDoor.open(files, site.ca().host("localhost").issue(), site.ca().directory());
    write(example());
  }

  /** The example, with the test's servers in it. */
  private String example() throws IOException {
    String text = Files.readString(EXAMPLE);
    text = replaced(text, "publisher@images.example.org:/var/www/", here("images.example.org"));
    text = replaced(text, "publisher@projects.example.org:/srv/", here("projects.example.org"));
    if (door != null) {
      text = replaced(text, "gsidcap://door.example.org:22128/", door.url());
    }
    if (webdav != null) {
      text = replaced(text, "https://door.example.org:2880/", webdav);
    }
    return replaced(text, "/srv/www/vm/", files + "/vm/");
  }

  private String here(String host) {
    return sshd.user() + "@" + host + ":" + files + "/";
  }

  private static String replaced(String text, String from, String to) {
    assertThat(text).contains(from);
    return text.replace(from, to);
  }

  private void write(String text) throws IOException {
    Files.writeString(directory.resolve(".vmcaster.cfg"), text);
  }

  /** The example with one more line in force. */
  private void enable(String line) throws IOException {
    write(replaced(example(), "# " + line, line));
  }

  /** Who adds a line to the example adds a test of it here. */
  @Test
  void eachLineHasATest() throws IOException {
    assertThat(Files.readString(EXAMPLE).lines().filter(SETTING.asMatchPredicate()))
        .extracting(line -> line.replaceFirst(" = .*", ""))
        .containsExactly(
            "server",
            "writeprotocol",
            "readprefix",
            "writeprefix",
            "timeout",
            "consumers",
            "# verify",
            "server",
            "writeprotocol",
            "readprefix",
            "writeprefix",
            "timeout",
            "# dcapclient",
            "# dcapdata",
            "server",
            "writeprotocol",
            "readprefix",
            "writeprefix",
            "# replace",
            "# frontend",
            "# proxy",
            "# certificate",
            "# key",
            "# token-file",
            "# token-command",
            "# insecure",
            "server",
            "writeprotocol",
            "readprefix",
            "writeprefix",
            "server",
            "protocol",
            "uriMatch",
            "uriReplace");
  }

  @ParameterizedTest
  @CsvSource({
    "https://local.example.org/vm/, vm",
    "https://images.example.org/, images",
    "https://projects.example.org/p-1/images/, p-1/public/images",
  })
  void eachSectionWritesWhereItSays(String address, String place) throws Exception {
    complete();
    publish(address, place, "list.smime").succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "dcapclient = \"dccp\"", "dcapdata = \"active\""})
  void eitherClientWritesToDcacheEitherWay(String line) throws Exception {
    openDoor();
    if (!line.isEmpty()) {
      enable(line);
    }
    publish("https://dcache.example.org:2880/", "pnfs/example.org/vmimages", "list.smime")
        .succeeded();
    assertThat(door.log().contains(" w -mode=0666 -truncate "))
        .as("opened as dccp does")
        .isEqualTo(line.contains("dccp"));
    assertThat(door.log().contains(" -passive "))
        .as("we go to the pools")
        .isNotEqualTo(line.contains("active"));
  }

  /** The keys that name an identity are read before anything is sent. */
  @ParameterizedTest
  @CsvSource({
    "'replace = \"put\"', 0, ''",
    "'frontend = \"https://door.example.org:3880/\"', 0, ''",
    "'insecure = true', 0, ''",
    "'token-file = \"~/token\"', 3, never sent without TLS",
    "'token-command = \"cat ~/token\"', 3, never sent without TLS",
    "'proxy = \"~/proxy.pem\"', 0, ''",
    "'certificate = \"~/.globus/usercert.pem\"', 0, ''",
    "'key = \"~/.globus/userkey.pem\"', 0, ''",
  })
  void aWebDavServerIsWritten(String line, int status, String words) throws Exception {
    try (DavServer server =
        DavServer.start(DavServer.Kind.LIGHTTPD, directory.resolve("lighttpd"), files)) {
      webdav = server.url();
      enable(line);
      assertThat(
              publish("https://webdav.example.org/vm/", "pnfs/example.org/webdav", "list.smime")
                  .ended(status)
                  .err())
          .contains(words);
    }
  }

  /** Uploads the image and publishes its list; what is on the server afterwards verifies. */
  private VmcasterRun.Ran publish(String address, String place, String name) throws Exception {
    Path target = Files.createDirectories(files.resolve(place));
    site.setKey("hv:uri", address + name.replace(" ", "%20"));
    site.setImageKey("hv:uri", address + "worker.img");
    VmcasterRun.Ran ran =
        site.run("--image", IMAGE, "--image-upload", "build.img", "--update", "--retries", "0");
    if (ran.status() == 0) {
      site.run("--imagelist-verify", target.resolve(name).toString()).succeeded();
      assertThat(target.toFile().list()).hasSize(2);
    }
    return ran;
  }

  /** Gives the list what cloudkeeper wants of it. */
  private void complete() {
    site.setKey("ad:vo", "example.org");
    site.setImageKey("hv:format", "raw");
    site.setImageKey("ad:mpuri", "https://images.example.org/worker");
    site.setImageKey("dc:date:expires", "2099-01-01T00:00:00Z");
  }

  @Test
  void whatAReaderRequiresIsAnError() throws Exception {
    VmcasterRun.Ran ran = publish("https://images.example.org/", "images", "list.smime");
    assertThat(ran.ended(8).err()).contains("ad:vo", "ad:mpuri", "cloudkeeper");
    write(replaced(example(), "consumers = [\"vmcatcher\", \"cloudkeeper\"]", ""));
    publish("https://images.example.org/", "images", "list.smime").succeeded();
    assertThat(files.resolve("images/list.smime")).exists();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anImageIsAskedForWhereSubscribersGetIt(boolean there) throws Exception {
    complete();
    enable("verify = \"download\"");
    try (WebServer web = WebServer.start(site.ca().host("images.example.org").issue());
        ForwardProxy proxy = ForwardProxy.start().knows("images.example.org", web.port())) {
      web.serveFiles(there ? files.resolve("images") : files);
      site.with("https_proxy", proxy.url());
      publish("https://images.example.org/", "images", "list.smime").ended(there ? 0 : 6);
      assertThat(web.asked()).anyMatch(line -> line.endsWith(".raw"));
    }
  }

  @Test
  void aServerThatIsSilentIsNotWaitedForLonger() throws Exception {
    complete();
    write(replaced(example(), "timeout = 60", "timeout = 1"));
    sshd.freeze();
    assertThat(publish("https://images.example.org/", "images", "x").ended(5).err())
        .contains("in time", "timeout");
    sshd.thaw();
  }

  @Test
  void itsFormIsAsItSays() throws Exception {
    String prefix = "readprefix = \"https://local.example.org/vm/\"";
    write(
        "; a comment\n# another\n" + replaced(example(), prefix, prefix.replace("= ", "=\n    ")));
    publish("https://local.example.org/vm/", "vm", "list.smime").succeeded();
  }

  @Test
  void theLongestPrefixWins() throws Exception {
    write(
        example()
            + "[deep]\nserver = \"local.example.org\"\nwriteprotocol = \"local\"\n"
            + "readprefix = \"https://local.example.org/vm/deep/\"\n"
            + "writeprefix = \"%s/deep/\"\n".formatted(files));
    publish("https://local.example.org/vm/deep/", "deep", "list.smime").succeeded();
  }

  @Test
  void percentSignsAreDecoded() throws Exception {
    publish("https://local.example.org/vm/", "vm", "my list.smime").succeeded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/../b", "list?x=1", "list#x"})
  void oddAddressesAreRefused(String rest) throws Exception {
    assertThat(publish("https://local.example.org/vm/", "vm", rest).ended(8).err()).contains(rest);
    assertThat(files.resolve("vm").toFile().list()).as("nothing is sent for it").isEmpty();
  }

  @Test
  void theSectionOfTheHostIsNamedWhenNoPrefixFits() throws Exception {
    assertThat(publish("https://local.example.org/other/", "vm", "list.smime").ended(3).err())
        .contains("[local.example.org]");
  }

  @Test
  void itIsLookedForInTheOrderThatItSays() throws Exception {
    Path home = directory.resolve(".vmcaster.cfg");
    assertThat(found()).contains(home + " (default)");
    site.with("VMCASTER_CFG", copy("later"));
    assertThat(found()).contains("later (VMCASTER_CFG)");
    site.with("DISH_CFG", copy("variable"));
    assertThat(found()).contains("variable (DISH_CFG)");
    assertThat(found("-C", copy("flag"))).contains("flag (");
    assertThat(found("--config-file", copy("long"))).contains("long (");
    Files.delete(home);
    site.with("DISH_CFG", "").with("VMCASTER_CFG", "");
    assertThat(found()).contains("/etc/vmcaster/vmcaster.cfg");
  }

  private String copy(String name) throws IOException {
    Files.writeString(directory.resolve(name), example());
    return name;
  }

  private String found(String... more) {
    List<String> arguments = new ArrayList<>(List.of("--doctor"));
    arguments.addAll(List.of(more));
    return site.run(arguments.toArray(String[]::new))
        .out()
        .lines()
        .filter(line -> line.matches("(ok|fault) +configuration: .*"))
        .findFirst()
        .orElseThrow();
  }
}
