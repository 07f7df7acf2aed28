package io.vmcaster.uploader.webdav;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Messages;
import io.vmcaster.testing.Patience;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door of the tests is honest: davix, the grid's own client, and rclone put and get. */
class OtherClientsTest {

  @TempDir Path directory;
  private Path files;
  private Path image;
  private DavDoor door;

  @BeforeEach
  void open() throws IOException {
    files = Files.createDirectory(directory.resolve("files"));
    byte[] bytes = new byte[2_000_000];
    new Random(7).nextBytes(bytes);
    image = Files.write(directory.resolve("image"), bytes);
    door = new DavDoor(files, 0, null);
  }

  @AfterEach
  void close() throws IOException {
    door.close();
  }

  private void run(String... command) throws Exception {
    Path log = directory.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("HOME", directory.toString());
    builder.environment().remove("BEARER_TOKEN");
    Process process = builder.start();
    if (!process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
  }

  @Test
  void davixPutsByThePoolAndGets() throws Exception {
    run("davix-put", image.toString(), door.url() + "one");
    run("davix-get", door.url() + "one", directory.resolve("back").toString());

    assertThat(directory.resolve("back")).hasSameBinaryContentAs(image);
    assertThat(door.asked())
        .anyMatch(line -> line.startsWith("pool PUT"))
        .anyMatch(line -> line.startsWith("pool GET"));
  }

  @Test
  void davixReadsWhatWeWrite() throws Exception {
    try (Uploader uploader =
            DavSections.connect(
                door.url(), Messages.SILENT, DavSections.section(DavSections.PATIENT));
        Upload upload = uploader.create("/two", Files.size(image))) {
      Files.copy(image, upload);
      upload.commit();
    }
    run("davix-get", door.url() + "two", directory.resolve("back").toString());

    assertThat(directory.resolve("back")).hasSameBinaryContentAs(image);
  }

  @Test
  void rclonePutsAndWeRead() throws Exception {
    run("rclone", "copyto", image.toString(), ":webdav:three", "--webdav-url", door.url());

    try (Uploader uploader =
            DavSections.connect(
                door.url(), Messages.SILENT, DavSections.section(DavSections.PATIENT));
        InputStream in = uploader.read("/three")) {
      assertThat(in.readAllBytes()).isEqualTo(Files.readAllBytes(image));
    }
  }
}
