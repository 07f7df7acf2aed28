package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SftpUploaderTest extends ScpUploaderContract {

  private Path start;

  @Override
  OpenSshServer start(Path directory) throws IOException {
    start = Files.createDirectories(directory.resolve("start"));
    // Keys change every megabyte, so that long uploads meet a change of keys.
    return OpenSshServer.start(
        directory, "Subsystem sftp internal-sftp -u 0077 -d " + start, "RekeyLimit 1M");
  }

  @Test
  void pathsWithoutASlashBeginWhereTheServerStarts() {
    try (Uploader uploader = connect()) {
      put(uploader, "new");
      uploader.rename("new", "list");

      assertThat(start.resolve("list")).hasSize(1);
      assertThat(uploader.stat("list")).contains(new RemoteFile(1, false));
      assertThat(uploader.list("")).containsEntry("list", new RemoteFile(1, false));
      uploader.remove("list");
      assertThat(uploader.warnings()).isEmpty();
    }
  }

  @Test
  void aFullDiskIsTemporary() {
    try (Uploader uploader = connect();
        Upload upload = uploader.append("/dev/full", 0)) {
      upload.write(1);

      assertThatThrownBy(upload::commit)
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageContaining("/dev/full")
          .hasMessageContaining("disk may be full");
    }
  }

  @Test
  void aLinkIsListedAsWhatItNames() throws IOException {
    Files.writeString(root.resolve("file"), "four");
    Files.createSymbolicLink(root.resolve("link"), Path.of("file"));
    Files.createSymbolicLink(root.resolve("broken"), Path.of("absent"));

    try (Uploader uploader = connect()) {
      assertThat(uploader.list(root.toString()))
          .containsOnlyKeys("file", "link")
          .containsEntry("link", new RemoteFile(4, false));
    }
  }

  /** JSch ends with an exception that has no message. */
  @Test
  void anInterruptEndsReading() throws IOException {
    Path file = Files.write(root.resolve("file"), new byte[4 << 20]);

    try (Uploader uploader = connect()) {
      InputStream in = uploader.read(file.toString());
      Thread.currentThread().interrupt();
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    } finally {
      Thread.interrupted();
    }
  }

  private static void put(Uploader uploader, String path) {
    try (Upload upload = uploader.create(path, 1)) {
      upload.write(1);
      upload.commit();
    }
  }
}
