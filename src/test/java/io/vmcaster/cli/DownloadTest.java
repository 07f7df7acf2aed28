package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import io.vmcaster.testing.VmcasterRun;
import io.vmcaster.testing.WebServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the original announced and could not do: fetch a published list, verify and import it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DownloadTest {

  @TempDir Path directory;
  private LocalSite site;
  private WebServer plain;
  private WebServer secure;
  private VmcasterRun vmcaster;

  @BeforeAll
  void publish(@TempDir Path home) throws IOException {
    site = LocalSite.published(home);
    plain = serving(WebServer.start());
    secure = serving(WebServer.start(site.ca().host("localhost").issue()));
  }

  private WebServer serving(WebServer server) throws IOException {
    server.serve("/list.smime", 200, site.published().getBytes(StandardCharsets.US_ASCII));
    return server;
  }

  @AfterAll
  void stop() {
    plain.close();
    secure.close();
  }

  @BeforeEach
  void elsewhere() {
    vmcaster = VmcasterRun.in(directory).with("X509_CERT_DIR", site.ca().directory().toString());
  }

  private String address(String protocol) {
    return switch (protocol) {
      case "file" -> site.file("www/list.smime").toUri().toString();
      case "https" -> secure.url("/list.smime");
      default -> plain.url("/list.smime");
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https", "file"})
  void fetchesVerifiesAndImports(String protocol) {
    assertThat(vmcaster.run("--download-imagelist", address(protocol)).succeeded().out())
        .startsWith(LIST);
    assertThat(vmcaster.run("--list-imagelist").succeeded().out()).startsWith(LIST);
  }

  @Test
  void aServerOfAnUnknownAuthorityIsNotBelieved() throws IOException {
    TestCa stranger =
        TestPki.in(directory.resolve("strangers")).ca("/DC=org/DC=example/CN=Strangers");
    assertRefused(stranger.host("localhost").issue(), "--ca-dir");
  }

  @Test
  void neitherIsOneWhoseCertificateIsOverOrAnothers() throws IOException {
    Instant now = Instant.now();
    assertRefused(
        site.ca()
            .host("localhost")
            .validFrom(now.minusSeconds(90_000))
            .validUntil(now.minusSeconds(60))
            .issue(),
        "expired");
    assertRefused(site.ca().host("other.example.org").issue(), "another host than localhost");
  }

  private void assertRefused(TestIdentity host, String why) throws IOException {
    try (WebServer server = serving(WebServer.start(host))) {
      String url = server.url("/list.smime");
      assertThat(vmcaster.run("--download-imagelist", url).ended(7).err())
          .contains("cannot get " + url, "certificate", why);
    }
    assertThat(vmcaster.run("--list-imagelist").succeeded().out()).isEmpty();
  }

  /** As the original's scripts say it: the list is selected, its hv:uri says where it is. */
  @Test
  void asksWhereASelectedListIs() {
    vmcaster.run("--add-imagelist", LIST).succeeded();
    String[] place = {"--key-set-imagelist", "hv:uri", "--key-value-imagelist", address("http")};
    vmcaster.run(place[0], place[1], place[2], place[3], "--select-imagelist", LIST).succeeded();

    vmcaster
        .run("--select-imagelist", LIST, "--download-imagelist", "--download-imagelist-flags", "x")
        .succeeded();
    assertThat(vmcaster.run("--select-imagelist", LIST, "--keys-imagelist").out())
        .contains("hv:version\t1.0.1");
  }

  @Test
  void importsNothingThatWasTamperedWith() throws IOException {
    Path changed = directory.resolve("changed.smime");
    Files.writeString(changed, site.published().replace("An example", "An eXample"));

    vmcaster.run("--download-imagelist", changed.toUri().toString()).ended(8);
    vmcaster.run("--download-imagelist", address("http") + ".not").ended(6);
    assertThat(vmcaster.run("--list-imagelist").succeeded().out()).isEmpty();
  }
}
