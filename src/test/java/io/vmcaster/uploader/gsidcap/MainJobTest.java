package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The main job over gsidcap: import, upload, publish, and what a subscriber then sees. */
class MainJobTest {
  private static final GsiWorld WORLD = GsiWorld.get();
  private static final TestIdentity JANE = WORLD.user;
  private static final String LIST = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";
  private static final String IMAGE = "7b1aea46-8776-4447-9450-00e720fc042c";
  private static final byte[] CONTENT = TestFiles.random(1_000_000);

  @TempDir Path home;
  private Path www;

  @BeforeEach
  void makeDirectories() throws IOException {
    www = Files.createDirectories(home.resolve("www"));
    Files.createDirectories(www.resolve("pnfs/lists"));
    Files.createDirectories(www.resolve("pnfs/images"));
    Files.write(home.resolve("worker.raw"), CONTENT);
    Files.writeString(home.resolve("list.json"), list());
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "dccp"})
  void anImageAndItsListAreUploadedAndVerify(String client) throws Exception {
    try (TestDoor door = WORLD.door(www)) {
      VmcasterRun vmcaster = vmcaster(door, client);

      succeed(vmcaster, "--imagelist-import-json", "list.json");
      succeed(vmcaster, "--image-upload", "worker.raw", "--image", IMAGE);
      succeed(vmcaster, "--imagelist", LIST, "--update");
    }

    String content = verified();
    Path image = onlyImage();
    assertThat(content).contains(image.getFileName().toString()).contains(sha512(image));
    try (InputStream in = new GZIPInputStream(Files.newInputStream(image))) {
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
    }
  }

  @Test
  void aDoorThatIsAnImpostorGetsNothing() throws Exception {
    try (TestDoor door = WORLD.door(www)) {
      VmcasterRun vmcaster = vmcaster(door, "java");
      succeed(vmcaster, "--imagelist-import-json", "list.json");
      door.faults().set(DoorFault.IMPOSTOR);

      VmcasterRun.Ran ran =
          vmcaster.run("--image-upload", "worker.raw", "--image", IMAGE, "--retries", "0");

      assertThat(ran.status()).as(ran.err()).isEqualTo(7);
      assertThat(ran.err()).contains("cannot prove who it is");
    }
    assertThat(www.resolve("pnfs/images")).isEmptyDirectory();
  }

  private VmcasterRun vmcaster(TestDoor door, String client) throws IOException {
    Files.writeString(
        home.resolve(".vmcaster.cfg"),
        """
        [images.example.org]
        server = "images.example.org"
        writeprotocol = "gsidcap"
        readprefix = "https://images.example.org/"
        writeprefix = "gsidcap://localhost:%d/pnfs/"
        dcapclient = "%s"
        timeout = 10
        """
            .formatted(door.port(), client));
    return VmcasterRun.in(home)
        .with("PATH", System.getenv("PATH"))
        .with("DISH_KEY", JANE.keyFile().toString())
        .with("DISH_CERT", JANE.certificateFile().toString())
        .with("DISH_RDBMS", "sqlite:///" + home.resolve("dish.db"))
        .with("X509_CERT_DIR", WORLD.pki.caDirectory().toString())
        .with("X509_USER_PROXY", WORLD.proxy.toString());
  }

  private static void succeed(VmcasterRun vmcaster, String... arguments) {
    VmcasterRun.Ran ran = vmcaster.run(arguments);
    assertThat(ran.status()).as(List.of(arguments) + ran.err()).isZero();
  }

  private String verified() {
    return OpenSsl.run(
        "smime",
        "-verify",
        "-CApath",
        WORLD.pki.caDirectory(),
        "-in",
        www.resolve("pnfs/lists/demo.smime"));
  }

  private Path onlyImage() throws IOException {
    try (Stream<Path> files = Files.list(www.resolve("pnfs/images"))) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static String sha512(Path file) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(hash);
  }

  private static String list() {
    return """
        {"hv:imagelist": {
          "dc:identifier": "%s", "dc:title": "Images", "dc:description": "Images over gsidcap",
          "dc:source": "https://images.example.org/",
          "hv:uri": "https://images.example.org/lists/demo.smime", "hv:version": "1.0",
          "dc:date:created": "2026-01-01T00:00:00Z", "dc:date:expires": "2026-01-29T00:00:00Z",
          "hv:endorser": {"hv:x509": {"hv:dn": "%s", "hv:ca": "%s",
            "hv:email": "jane.doe@example.org", "dc:creator": "Jane Doe"}},
          "hv:images": [{"hv:image": {
            "dc:identifier": "%s", "dc:title": "Worker", "dc:description": "A worker node",
            "hv:version": "2.7.2-1-2", "hv:size": 1024, "sl:checksum:sha512": "%0128d",
            "hv:uri": "https://images.example.org/images/worker.raw.gz", "hv:format": "raw.gz",
            "hv:hypervisor": "KVM", "sl:arch": "x86_64", "sl:os": "Linux",
            "sl:osversion": "Debian 12", "sl:comments": "none"}}]
        }}
        """
        .formatted(LIST, JANE.subject(), JANE.issuer(), IMAGE, 0);
  }
}
