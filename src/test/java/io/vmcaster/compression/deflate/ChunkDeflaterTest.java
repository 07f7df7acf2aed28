package io.vmcaster.compression.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.compression.deflate.ChunkDeflater.Output;
import io.vmcaster.compression.deflate.ChunkDeflater.ZlibDeflater;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What any way to deflate has to do. */
class ChunkDeflaterTest {

  private static final int SIZE = 400_000;

  /** An empty last block. */
  private static final byte[] LAST = {3, 0};

  private enum Way {
    LIBDEFLATE,
    ZLIB;

    ChunkDeflater make(int level) {
      return this == LIBDEFLATE ? new LibDeflater(level) : new ZlibDeflater(level);
    }
  }

  /** {@code scripts/prepare test} installs it; without it, half of these tests prove nothing. */
  @Test
  void theLibraryOfTheSystemIsTaken() {
    assertThat(ChunkDeflater.isLibdeflateThere()).isTrue();
    try (ChunkDeflater best = ChunkDeflater.best(0)) {
      assertThat(best).isInstanceOf(LibDeflater.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void piecesOfAnySizeFollowEachOther(Way way) throws DataFormatException {
    for (long seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      byte[] bytes = sample(random);
      Output out = new Output(new byte[random.nextInt(3) * 1000]);
      try (ChunkDeflater deflater = way.make(random.nextInt(10))) {
        int from = 0;
        while (from < SIZE) {
          int size = 1 + random.nextInt(1 << random.nextInt(19));
          int to = Math.min(SIZE, from + size);
          deflater.deflate(bytes, from, to, out);
          from = to;
        }
      }
      assertThat(inflated(out)).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @EnumSource
  void onePieceIsTheSameEachTime(Way way) {
    byte[] bytes = sample(new Random(5));
    try (ChunkDeflater one = way.make(0);
        ChunkDeflater other = way.make(0)) {
      byte[] first = deflated(one, bytes, 0, SIZE);
      deflated(one, bytes, 1000, SIZE / 2);
      assertThat(deflated(one, bytes, 0, SIZE)).isEqualTo(first);
      assertThat(deflated(other, bytes, 0, SIZE)).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aHigherLevelIsSmaller(Way way) {
    byte[] bytes = words(new Random(1));
    try (ChunkDeflater low = way.make(1);
        ChunkDeflater high = way.make(9)) {
      assertThat(deflated(high, bytes, 0, SIZE).length)
          .isLessThan(deflated(low, bytes, 0, SIZE).length);
    }
  }

  /** What repeats over a distance that reaches back before the chunk. */
  @ParameterizedTest
  @EnumSource
  void whatRepeatsIsFoundAcrossPieces(Way way) {
    byte[] bytes = new byte[SIZE];
    new Random(1).nextBytes(bytes);
    for (int i = 20_000; i < SIZE; i++) {
      bytes[i] = bytes[i - 20_000];
    }
    try (ChunkDeflater deflater = way.make(0)) {
      assertThat(deflated(deflater, bytes, 20_000, SIZE).length).isLessThan(4000);
    }
  }

  @Test
  void libdeflateMakesItNoLargerThanGzip() {
    byte[] bytes = words(new Random(2));
    try (ChunkDeflater deflater = new LibDeflater(0)) {
      assertThat(deflated(deflater, bytes, 0, SIZE).length).isLessThan(sizeByZlib(bytes));
    }
  }

  @Test
  void whatCannotBeDeflatedIsStored() throws DataFormatException {
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    try (ChunkDeflater deflater = new LibDeflater(0)) {
      Output out = new Output(new byte[0]);
      deflater.deflate(noise, 0, noise.length, out);
      assertThat(out.length()).isLessThan(noise.length + 30);
      assertThat(inflated(out)).isEqualTo(noise);
    }
  }

  /** Stretches of noise, words, one byte and what was before. */
  private static byte[] sample(Random random) {
    byte[] bytes = words(random);
    for (int i = 0; i < 6; i++) {
      int from = random.nextInt(SIZE);
      int to = Math.min(SIZE, from + random.nextInt(70_000));
      switch (random.nextInt(3)) {
        case 0 -> Arrays.fill(bytes, from, to, (byte) random.nextInt());
        case 1 -> {
          byte[] noise = new byte[to - from];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, bytes, from, noise.length);
        }
        default -> System.arraycopy(bytes, from / 2, bytes, from, to - from);
      }
    }
    return bytes;
  }

  private static byte[] words(Random random) {
    StringBuilder text = new StringBuilder(SIZE + 20);
    while (text.length() < SIZE) {
      text.append(Integer.toString(random.nextInt(5000), 36)).append(' ');
    }
    return text.substring(0, SIZE).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] deflated(ChunkDeflater deflater, byte[] bytes, int from, int to) {
    Output out = new Output(new byte[16]);
    deflater.deflate(bytes, from, to, out);
    return Arrays.copyOf(out.array(), out.length());
  }

  private static byte[] inflated(Output out) throws DataFormatException {
    out.add(LAST, 0, LAST.length);
    Inflater inflater = new Inflater(true);
    inflater.setInput(out.array(), 0, out.length());
    byte[] bytes = new byte[SIZE + 1];
    int length = inflater.inflate(bytes);
    assertThat(inflater.finished()).isTrue();
    assertThat(inflater.getRemaining()).isZero();
    inflater.end();
    return Arrays.copyOf(bytes, length);
  }

  private static int sizeByZlib(byte[] bytes) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(bytes);
    deflater.finish();
    int size = deflater.deflate(new byte[SIZE]);
    deflater.end();
    return size;
  }
}
