package io.vmcaster.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.compression.ImageCompressor.PackResult;
import io.vmcaster.context.Progress;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Sha512;
import io.vmcaster.testing.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(Patience.SECONDS)
class ImageCompressorTest {

  @TempDir Path directory;

  @AfterEach
  void leavesNoThreadBehind() throws IOException {
    assertThat(Threads.named("vmcaster-")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GZIP, gzip, 0",
    "GZIP, pigz, 9",
    "BZIP2, bzip2, 0",
    "BZIP2, bzip2, 1",
    "XZ, xz, 0",
    "XZ, xz, 1",
    "ZSTD, zstd, 0",
    "ZSTD, zstd, 9",
    "NONE, cat, 0"
  })
  void theRealToolGetsTheSourceBack(Compression kind, String tool, int level) throws Exception {
    byte[] bytes = Samples.mixed(2_500_000, 300_000);
    Path source = Files.write(directory.resolve("a b.img"), bytes);
    Path target = directory.resolve("target");
    PackResult result = pack(kind, level, source, target);

    assertThat(result.sourceSize()).isEqualTo(bytes.length);
    assertThat(result.size()).isEqualTo(Files.size(target));
    assertThat(result.sourceSha512()).isEqualTo(sha512("cat", source));
    assertThat(result.sha512()).isEqualTo(sha512("cat", target));
    String[] command =
        tool.equals("cat")
            ? new String[] {"cat", target.toString()}
            : new String[] {"sh", "-c", tool + " -dc < '" + target + "'"};
    assertThat(Sha512.of(Tool.digestOfOutput(command))).isEqualTo(result.sourceSha512());
    assertThat(Compression.ofContent(Files.readAllBytes(target))).isEqualTo(kind);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void packsASingleByte(Compression kind) throws IOException {
    Path source = Files.write(directory.resolve("one"), new byte[] {7});
    PackResult result = pack(kind, 0, source, directory.resolve("target"));
    assertThat(result.sourceSize()).isEqualTo(1);
    assertThat(result.size()).isEqualTo(Files.size(directory.resolve("target")));
  }

  @Test
  void zerosAreCheap() throws IOException {
    Path source = sparse(1L << 30);
    AtomicLong advanced = new AtomicLong();
    Progress progress = (what, total) -> new Counter(advanced);
    PackResult result =
        new ImageCompressor(Compression.GZIP, OptionalInt.empty())
            .pack(source, OutputStream.nullOutputStream(), "sending", progress);
    assertThat(result.sourceSize()).isEqualTo(1L << 30);
    assertThat(result.size()).isLessThan(2L << 20);
    assertThat(advanced).hasValue(1L << 30);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void aFailingSinkFailsThePacking(Compression kind) throws IOException {
    Path source = Files.write(directory.resolve("noise"), Samples.noise(4_000_000));
    ImageCompressor packer = new ImageCompressor(kind, OptionalInt.empty());
    OutputStream refusing = new FailingSink(() -> new TransferFailure("refused", null));
    assertThatThrownBy(() -> packer.pack(source, refusing, "sending", Progress.NONE))
        .isInstanceOf(TransferFailure.class)
        .hasMessage("refused");
    OutputStream full =
        new FailingSink(() -> new UncheckedIOException(new IOException("No space left")));
    assertThatThrownBy(() -> packer.pack(source, full, "sending", Progress.NONE))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("No space left");
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "GZIP"})
  void noticesThatTheSourceGrows(Compression kind) throws IOException {
    Path source = Files.write(directory.resolve("growing"), Samples.noise(20_000_000));
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            Files.write(source, new byte[] {1}, StandardOpenOption.APPEND);
          }
        };
    ImageCompressor packer = new ImageCompressor(kind, OptionalInt.empty());
    assertThatThrownBy(() -> packer.pack(source, sink, "sending", Progress.NONE))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("changed while it was read");
  }

  @Test
  void anInterruptEndsIt() throws IOException {
    Path source = sparse(4L << 30);
    Thread caller = Thread.currentThread();
    OutputStream sink =
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void write(byte[] bytes, int offset, int length) {
            caller.interrupt();
          }
        };
    assertThatThrownBy(
            () ->
                new ImageCompressor(Compression.GZIP, OptionalInt.empty())
                    .pack(source, sink, "sending", Progress.NONE))
        .isInstanceOf(InterruptedFailure.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void refusesWhatIsNoImage() throws IOException {
    Path empty = Files.createFile(directory.resolve("empty"));
    Tool.run(directory, "mkfifo", "pipe");
    for (Path path :
        new Path[] {empty, directory, directory.resolve("pipe"), Path.of("/dev/null")}) {
      assertThatThrownBy(() -> pack(Compression.GZIP, 0, path, directory.resolve("target")))
          .isInstanceOf(InvalidDataFailure.class)
          .hasMessageContaining(path.toString());
      assertThatThrownBy(() -> ImageFormat.detect(path)).isInstanceOf(InvalidDataFailure.class);
      assertThatThrownBy(() -> ImageCompressor.sha512(path, Progress.NONE))
          .isInstanceOf(InvalidDataFailure.class);
    }
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> pack(Compression.NONE, 0, missing, directory.resolve("target")))
        .isInstanceOf(NotFoundFailure.class);
    assertThat(Files.size(directory.resolve("target"))).isZero();
  }

  @Test
  void hashesFiles() throws Exception {
    Path source = Files.write(directory.resolve("x"), Samples.noise(3_333_333));
    assertThat(ImageCompressor.sha512(source, Progress.NONE)).isEqualTo(sha512("cat", source));
  }

  @Test
  void refusesImpossibleLevels() {
    assertThatThrownBy(() -> new ImageCompressor(Compression.GZIP, OptionalInt.of(10)))
        .isInstanceOf(UsageFailure.class)
        .hasMessageContaining("10");
    assertThatThrownBy(() -> new ImageCompressor(Compression.NONE, OptionalInt.of(1)))
        .isInstanceOf(UsageFailure.class);
  }

  private static PackResult pack(Compression kind, int level, Path source, Path target)
      throws IOException {
    OptionalInt wanted = level == 0 ? OptionalInt.empty() : OptionalInt.of(level);
    try (OutputStream out = Files.newOutputStream(target)) {
      return new ImageCompressor(kind, wanted).pack(source, out, "packing", Progress.NONE);
    }
  }

  private static Sha512 sha512(String tool, Path file) throws Exception {
    return Sha512.of(Tool.digestOfOutput(tool, file.toString()));
  }

  private Path sparse(long size) throws IOException {
    Path path = directory.resolve("sparse");
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(size);
    }
    return path;
  }

  private record Counter(AtomicLong total) implements Progress.Task {
    @Override
    public void advance(long bytes) {
      total.addAndGet(bytes);
    }

    @Override
    public void close() {}
  }

  /** Takes some bytes, then fails. */
  private static final class FailingSink extends OutputStream {
    private final java.util.function.Supplier<RuntimeException> failure;
    private long room = 1_000_000;

    FailingSink(java.util.function.Supplier<RuntimeException> failure) {
      this.failure = failure;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      room -= length;
      if (room < 0) {
        RuntimeException thrown = failure.get();
        if (thrown instanceof UncheckedIOException unchecked) {
          throw unchecked.getCause();
        }
        throw thrown;
      }
    }
  }
}
