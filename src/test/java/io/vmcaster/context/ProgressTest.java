package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.compression.Compression;
import io.vmcaster.compression.ImageCompressor;
import io.vmcaster.error.Failure;
import io.vmcaster.testing.LocalSite;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shown of a file that is hashed, and of one that is packed. */
class ProgressTest {

  private static final int SIZE = 3_000_000;

  @TempDir Path directory;
  private Path file;
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final AtomicLong bytes = new AtomicLong();

  private final Progress recorded =
      (what, total) -> {
        seen.add("begin " + total);
        return new Progress.Task() {
          @Override
          public void advance(long more) {
            bytes.addAndGet(more);
          }

          @Override
          public void close() {
            seen.add("end");
          }
        };
      };

  @BeforeEach
  void write() throws IOException {
    file = Files.write(directory.resolve("image"), new byte[SIZE]);
  }

  @Test
  void everyByteIsCountedOnce() {
    ImageCompressor.sha512(file, recorded);

    assertThat(seen).containsExactly("begin " + SIZE, "end");
    assertThat(bytes).hasValue(SIZE);
  }

  @Test
  void itEndsWhenTheWorkFails() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("no space left");
          }
        };

    assertThatThrownBy(
            () ->
                new ImageCompressor(Compression.GZIP, OptionalInt.empty())
                    .pack(file, full, "packing", recorded))
        .isInstanceOf(Failure.class);

    assertThat(seen).containsExactly("begin " + SIZE, "end");
  }

  @Test
  void whereNothingIsShownTheWorkIsTheSame() throws IOException {
    assertThat(ImageCompressor.sha512(file, Progress.NONE)).hasToString(LocalSite.sha512(file));
  }
}
