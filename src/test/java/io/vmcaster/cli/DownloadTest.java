package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private HttpServer server;
  private VmcasterRun vmcaster;

  @BeforeAll
  void publish(@TempDir Path home) throws IOException {
    site = LocalSite.published(home);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] list = site.published().getBytes(StandardCharsets.US_ASCII);
          boolean there = exchange.getRequestURI().getPath().equals("/list.smime");
          exchange.sendResponseHeaders(there ? 200 : 404, there ? list.length : -1);
          exchange.getResponseBody().write(there ? list : new byte[0]);
          exchange.close();
        });
    server.start();
  }

  @AfterAll
  void stop() {
    server.stop(0);
  }

  @BeforeEach
  void elsewhere() {
    vmcaster = VmcasterRun.in(directory).with("X509_CERT_DIR", site.ca().directory().toString());
  }

  private String address(String protocol) {
    return protocol.equals("file")
        ? site.file("www/list.smime").toUri().toString()
        : "http://localhost:" + server.getAddress().getPort() + "/list.smime";
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "file"})
  void fetchesVerifiesAndImports(String protocol) {
    assertThat(vmcaster.run("--download-imagelist", address(protocol)).succeeded().out())
        .startsWith(LIST);
    assertThat(vmcaster.run("--list-imagelist").succeeded().out()).startsWith(LIST);
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
