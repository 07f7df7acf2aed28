package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is in a directory that nobody lets us enter is not called missing, and one in which we may
 * write without listing it is published in.
 */
final class ClosedDirectoryTest {

  @TempDir Path directory;
  private Path closed;

  @BeforeEach
  void close() throws Exception {
    closed = Files.createDirectory(directory.resolve("closed"));
    Files.writeString(closed.resolve("vmcaster.cfg"), "");
    Files.createDirectory(closed.resolve("certificates"));
    chmod("---------");
  }

  @AfterEach
  void open() throws Exception {
    chmod("rwx------");
  }

  private void chmod(String permissions) throws Exception {
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void theConfigurationInIt() throws Exception {
    LocalSite site = LocalSite.published(Files.createDirectory(directory.resolve("site")));
    Path file = closed.resolve("vmcaster.cfg");
    assertThat(
            site.child()
                .with(Map.of("DISH_CFG", file.toString()))
                .withoutPrivileges()
                .run("--update", "--imagelist", LocalSite.LIST)
                .ended(3)
                .err())
        .contains(file + ": reading it is not permitted");
  }

  @Test
  void theTrustAnchorsInIt() throws Exception {
    Path anchors = closed.resolve("certificates");
    LocalSite site = LocalSite.published(Files.createDirectory(directory.resolve("site")));
    Path list = Files.writeString(directory.resolve("list.smime"), site.published());
    assertThat(
            site.child()
                .with(Map.of("X509_CERT_DIR", anchors.toString()))
                .withoutPrivileges()
                .run("--imagelist-verify", list.toString())
                .ended(3)
                .err())
        .contains("the directory of trust anchors " + anchors + " may not be read");
  }

  @Test
  void aDropBoxIsPublishedIn() throws Exception {
    LocalSite site = LocalSite.published(Files.createDirectory(directory.resolve("site")));
    Path www = site.file("www");
    Files.setPosixFilePermissions(www, PosixFilePermissions.fromString("-wx--x--x"));
    try {
      site.child().withoutPrivileges().run("--update", "--imagelist", LocalSite.LIST).succeeded();
    } finally {
      Files.setPosixFilePermissions(www, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
  }
}
