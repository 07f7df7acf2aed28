package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestPki;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of dCache doors. */
class DoctorAtTheDoorTest {

  @TempDir Path directory;
  private LocalSite site;
  private Path files;

  @BeforeEach
  void makeSite() throws Exception {
    site = LocalSite.create(directory);
    files = Files.createDirectories(directory.resolve("door/images"));
  }

  private TestDoor door(TestCa authority) throws Exception {
    DoorKey key = GsiWorld.key(authority.host("localhost").issue());
    return new TestDoor(files.getParent(), 0, new GsiDoor(key, site.ca().directory()));
  }

  private void write(String protocol, TestDoor door, String place) throws Exception {
    Files.writeString(
        site.file("vmcaster.cfg"),
        "[door]\nserver = \"example.org\"\nwriteprotocol = \"%s\"\n".formatted(protocol)
            + "readprefix = \"https://example.org/\"\ntimeout = 5\n"
            + "writeprefix = \"%s://localhost:%d/%s\"\n".formatted(protocol, door.port(), place));
  }

  @Test
  void aPlainDoorIsReachedAndWritten() throws Exception {
    Path images = Files.createDirectory(files.resolve("images"));
    TestDoor door = TestDoor.plain(files.getParent());
    try (door) {
      write("dcap", door, "images/");
      assertThat(site.run("--doctor", "--try-write").ended(0).out())
          .contains(
              "ok      server [door]: ",
              "is reached by dcap, and it lets us in",
              "a file was written, read and removed in ");
      assertThat(images).isEmptyDirectory();
      Files.delete(images);
      assertThat(files).isEmptyDirectory();
      assertThat(site.run("--doctor").ended(3).out())
          .contains("fault   server [door]: there is no directory ", "/images/first.img goes");
      write("dcap", door, "nowhere/");
      assertThat(site.run("--doctor").ended(3).out())
          .contains("fault   server [door]: there is no directory ", "nowhere");
    }
    assertThat(site.run("--doctor").ended(3).out())
        .contains("fault   server [door]: ", "localhost:" + door.port());
  }

  @Test
  void aDoorWithCertificatesIsReached() throws Exception {
    Files.createDirectory(files.resolve("images"));
    try (TestDoor door = door(site.ca())) {
      write("gsidcap", door, "images/");
      assertThat(site.run("--doctor", "--try-write").ended(0).out())
          .contains("is reached by gsidcap, and it lets us in", "written, read and removed");
    }
  }

  @Test
  void aDoorOfAnUnknownAuthorityIsAFault() throws Exception {
    TestCa stranger =
        TestPki.in(directory.resolve("strangers")).ca("/DC=org/DC=example/CN=Strangers");
    try (TestDoor door = door(stranger)) {
      write("gsidcap", door, "images/");
      assertThat(site.run("--doctor").ended(3).out())
          .contains("fault   server [door]: ", "localhost:" + door.port(), "Strangers");
    }
  }
}
