package io.vmcaster.uploader.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure;
import io.vmcaster.testing.WarningsTo;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A door, and one who is connected to it. */
abstract class DavDoorFixture {

  static final int SIZE = 3_000_000;
  static final Duration SOON = Duration.ofMillis(1500);

  @TempDir Path files;
  final List<String> warnings = new ArrayList<>();
  DavDoor door;
  Uploader uploader;

  @BeforeEach
  void open() throws IOException {
    door = new DavDoor(files, 0, null);
    uploader = connect(DavSections.PATIENT);
  }

  @AfterEach
  void close() throws IOException {
    door.heal();
    door.close();
    uploader.close();
  }

  Uploader connect(Duration timeout, String... settings) {
    Messages messages = new WarningsTo(warnings);
    return DavSections.connect(door.url(), messages, DavSections.section(timeout, settings));
  }

  void send(String path, long announced) {
    try (Upload upload = uploader.create(path, announced)) {
      byte[] piece = new byte[100_000];
      for (int sent = 0; sent < SIZE; sent += piece.length) {
        upload.write(piece, 0, piece.length);
      }
      upload.commit();
    }
  }

  Failure sendFails() {
    Failure failure = catchThrowableOfType(Failure.class, () -> send("/image", SIZE));
    assertThat(failure).hasMessageContaining("image");
    return failure;
  }
}
