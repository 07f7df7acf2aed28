package io.vmcaster.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.compression.deflate.ChunkDeflater;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelGzipTest {

  private static final int BLOCK = ParallelGzip.BLOCK;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 12_345, 65_536, 16_383})
  void everyoneReadsEverySize(int size) throws IOException {
    for (byte[] bytes : new byte[][] {Samples.text(size), Samples.noise(size), new byte[size]}) {
      byte[] packed = gzip(bytes, 0, 2);
      assertThat(gunzip(packed)).isEqualTo(bytes);
      Path file = Files.write(directory.resolve("x.gz"), packed);
      Tool.run(directory, "gzip", "-t", file.toString());
      Tool.run(directory, "pigz", "-t", file.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 6, 9})
  void takesALevel(int level) throws IOException {
    byte[] bytes = Samples.mixed(3 * BLOCK, 100_000);
    assertThat(gunzip(gzip(bytes, level, 2))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 20_000, 100_000, 1_500_000})
  void theThreadsDoNotChangeTheBytes(int turn) throws IOException {
    byte[] bytes = Samples.mixed(7 * BLOCK + 11, turn);
    byte[] one = gzip(bytes, 0, 1);
    assertThat(gzip(bytes, 0, 2)).isEqualTo(one);
    assertThat(gzip(bytes, 0, 4)).isEqualTo(one);
    assertThat(gunzip(one)).isEqualTo(bytes);
  }

  @Test
  void thePiecesItIsGivenDoNotChangeTheBytes() throws IOException {
    byte[] bytes = Samples.mixed(2 * BLOCK, 70_000);
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    try (OutputStream gzip = new ParallelGzip(chunks, 0, 2)) {
      gzip.write(bytes[0]);
      for (int i = 1; i < bytes.length; i += 4099) {
        gzip.write(bytes, i, Math.min(4099, bytes.length - i));
      }
    }
    assertThat(chunks.toByteArray()).isEqualTo(gzip(bytes, 0, 2));
  }

  static Stream<byte[]> kinds() throws IOException {
    return Stream.of(
        Samples.text(4 * BLOCK),
        Samples.noise(4 * BLOCK),
        new byte[64 * BLOCK],
        Samples.binaries(12 * BLOCK),
        Samples.repeated(16 * BLOCK, 55),
        Samples.repeated(16 * BLOCK, 20_000),
        Samples.mixed(8 * BLOCK, 4096),
        Samples.mixed(8 * BLOCK, 50_000),
        Samples.mixed(8 * BLOCK, 700_000));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void isAtMostThreePercentLargerThanGzip(byte[] bytes) throws IOException {
    double limit = 1.03 * sizeByGzip6(bytes);
    assertThat((double) gzip(bytes, 0, 2).length).isLessThanOrEqualTo(limit);
    byte[] byZlib = gzip(bytes, ChunkDeflater::zlib);
    assertThat((double) byZlib.length).isLessThanOrEqualTo(limit);
    assertThat(gunzip(byZlib)).isEqualTo(bytes);
  }

  @Test
  void aFailingSinkIsReportedOnceAndNotFinished() throws IOException {
    ByteArrayOutputStream small =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            if (size() > BLOCK) {
              throw new IllegalStateException("full");
            }
            super.write(bytes, offset, length);
          }
        };
    ParallelGzip gzip = new ParallelGzip(small, 0, 2);
    byte[] noise = Samples.noise(BLOCK);
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 100; i++) {
                gzip.write(noise);
              }
            })
        .hasMessage("full");
    gzip.close();
    assertThat(Threads.named("vmcaster-gzip")).isEmpty();
  }

  private static long sizeByGzip6(byte[] bytes) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] buffer = new byte[1 << 16];
    while (!deflater.finished()) {
      deflater.deflate(buffer);
    }
    long size = deflater.getBytesWritten() + 18;
    deflater.end();
    return size;
  }

  private static byte[] gzip(byte[] bytes, int level, int threads) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new ParallelGzip(out, level, threads)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] gzip(byte[] bytes, IntFunction<ChunkDeflater> deflaters)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = new ParallelGzip(out, 0, 2, deflaters)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] gunzip(byte[] packed) throws IOException {
    return new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes();
  }
}
