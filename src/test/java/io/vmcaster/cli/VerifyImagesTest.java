package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.TestPki;
import io.vmcaster.testing.VmcasterRun;
import io.vmcaster.testing.WebServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images looked at as a subscriber does: which are read, and what their server says of them. */
class VerifyImagesTest {

  @TempDir Path home;
  private WebServer server;
  private LocalSite site;
  private String path;
  private byte[] image;

  @BeforeEach
  void publish() throws IOException {
    server = WebServer.start();
    server.serveFiles(home.resolve("www"));
    site = LocalSite.create(home);
    configure("");
    site.setKey("hv:uri", server.url("/list.smime"));
    site.setImageKey("hv:uri", server.url("/images/image.img.gz"));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(new byte[100_000]);
    }
    Files.write(home.resolve("build.img.gz"), packed.toByteArray());
    site.run("--image-upload", "build.img.gz", "--image", LocalSite.IMAGE, "--update").succeeded();
    path = "/images/" + site.images().get(0).getFileName();
    image = Files.readAllBytes(site.images().get(0));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void configure(String more) throws IOException {
    Files.writeString(
        home.resolve("vmcaster.cfg"),
        "[example]\nserver = \"example.org\"\nwriteprotocol = \"local\"\nreadprefix = \""
            + server.url("/")
            + "\"\nwriteprefix = \""
            + home.resolve("www")
            + "/\"\n"
            + more);
  }

  private VmcasterRun.Ran verify(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "--imagelist-verify";
    arguments[1] = server.url("/list.smime");
    arguments[2] = "--images";
    System.arraycopy(more, 0, arguments, 3, more.length);
    return VmcasterRun.in(home)
        .with("X509_CERT_DIR", site.ca().directory().toString())
        .run(arguments);
  }

  @Test
  void aGoodImageIsGood() {
    assertThat(verify().succeeded().out()).contains("the digest matches");
  }

  /** Python's requests is the judge of what a header does. */
  @ParameterizedTest
  @CsvSource({"gzip, true", "x-gzip, true", "identity, false"})
  void aLabelThatMakesRequestsUnpackIsAFault(String encoding, boolean fault) throws Exception {
    server.serve(path, 200, image, Map.of("Content-Encoding", encoding));

    boolean same = requestsGets(server.url(path)).equals(String.valueOf(image.length));
    VmcasterRun.Ran ran = verify();

    if (encoding.equals("gzip")) {
      assertThat(same).isFalse();
    }
    if (fault) {
      assertThat(ran.ended(8).out())
          .contains("Content-Encoding: " + encoding, "RemoveEncoding", "nginx");
    } else {
      assertThat(same).isTrue();
      ran.succeeded();
    }
  }

  @Test
  void theDoctorAndTheCheckByDownloadSaySo() throws IOException {
    server.serve(path, 200, image, Map.of("Content-Encoding", "x-gzip"));

    assertThat(site.run("--doctor").ended(3).out())
        .contains("fault", path + ": the server labels the file Content-Encoding: x-gzip");
    site.run("--update", "--imagelist", LocalSite.LIST).succeeded();
    configure("verify = \"download\"\n");
    assertThat(site.run("--update", "--imagelist", LocalSite.LIST).ended(6).err())
        .contains("Content-Encoding: x-gzip", "RemoveEncoding");
  }

  /** vmcatcher wants an answer of 200; requests finds no gzip in what is labelled so. */
  @Test
  void whatKeepsConsumersFromTheListIsAFault() throws IOException {
    byte[] list = site.published().getBytes(StandardCharsets.ISO_8859_1);
    server.serve("/moved.smime", 302, new byte[0], Map.of("Location", "/list.smime"));
    server.serve("/labelled.smime", 200, list, Map.of("Content-Encoding", "gzip"));

    assertThat(verifyAt("/moved.smime").ended(8).out())
        .contains("fault", "address: the server redirects us to", "vmcatcher does not follow");
    assertThat(verifyAt("/labelled.smime").ended(8).out())
        .contains("address: the server labels the file Content-Encoding: gzip");
  }

  private VmcasterRun.Ran verifyAt(String listPath) {
    return VmcasterRun.in(home)
        .with("X509_CERT_DIR", site.ca().directory().toString())
        .run("--imagelist-verify", server.url(listPath));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aLoginThatIsAskedForIsAFault(int status) throws IOException {
    server.serve(path, status, new byte[0]);

    assertThat(verify().ended(8).out()).contains("status " + status, "the server answers with");
    assertThat(site.run("--doctor").ended(3).out()).contains("status " + status);
    configure("verify = \"download\"\n");
    assertThat(site.run("--update", "--imagelist", LocalSite.LIST).ended(6).err())
        .contains("status " + status);
  }

  @Test
  void aLongerFileIsNotReadToItsEnd() {
    byte[] longer = Arrays.copyOf(image, image.length + 1_000_000);
    server.serve(path, 200, longer);

    assertThat(verify().ended(8).out()).contains("more bytes than the list says, " + image.length);
  }

  @Test
  void imagesOfAListThatNobodyVouchesForAreNotRead() throws IOException {
    int before = server.asked().size();
    Path strangers =
        TestPki.in(home.resolve("strangers")).ca("/DC=org/DC=example/CN=Strangers").directory();

    assertThat(verify("--ca-dir", strangers.toString()).ended(8).out())
        .contains("images", "they are not read: nobody who is trusted vouches for the list");
    assertThat(server.asked().subList(before, server.asked().size()))
        .allMatch(asked -> asked.endsWith("/list.smime"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "file:///etc/passwd", "FILE:/etc/passwd", "ftp://a/b"})
  void onlyTheWebIsRead(String uri) throws IOException {
    // what another tool could publish: our own checks refuse to
    site.setImageKey("hv:uri", uri);
    VmcasterRun.Ran published =
        site.run("--update", "--imagelist", LocalSite.LIST, "--no-check-images");
    if (published.status() == 0) {
      assertThat(verify().ended(8).out())
          .contains("subscribers take http and https addresses only");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.org:99999/a", "https://a..b/a"})
  void anAddressThatNobodyCanAskForIsRefusedBeforePublishing(String uri) throws IOException {
    String before = site.publicVersion();
    site.setImageKey("hv:uri", uri);

    assertThat(
            site.run("--update", "--imagelist", LocalSite.LIST, "--no-check-images").ended(8).err())
        .contains("cannot be published", uri);
    assertThat(site.publicVersion()).isEqualTo(before);
  }

  private static String requestsGets(String url) throws IOException, InterruptedException {
    Process python =
        new ProcessBuilder(
                "python3",
                "-c",
                """
                import sys, requests
                r = requests.get(sys.argv[1], stream=True)
                print(sum(len(c) for c in r.iter_content(8192)))
                """,
                url)
            .redirectErrorStream(true)
            .start();
    String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).describedAs(said).isZero();
    return said.strip();
  }
}
