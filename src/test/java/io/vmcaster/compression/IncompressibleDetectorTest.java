package io.vmcaster.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.compression.ParallelGzip.IncompressibleDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncompressibleDetectorTest {

  private static final int UNIT = 1 << 16;

  private final IncompressibleDetector noise = new IncompressibleDetector();

  @Test
  void randomBytesAreAlwaysNoise() {
    byte[] bytes = Samples.noise(64 * UNIT);
    for (int i = 0; i < bytes.length; i += UNIT) {
      assertThat(noise.is(bytes, i, i + UNIT)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {IncompressibleDetector.LEAST, IncompressibleDetector.LEAST + 1, UNIT - 1, 50_001})
  void anyLengthWillDoFromSixteenKibibytesUp(int length) {
    assertThat(noise.is(Samples.noise(length), 0, length)).isTrue();
    assertThat(noise.is(Samples.noise(length), 0, IncompressibleDetector.LEAST - 1)).isFalse();
  }

  @Test
  void compressedBytesAreNoise() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(Samples.text(20 * UNIT));
    }
    assertThat(packed.size()).isGreaterThan(3 * UNIT);
    assertThat(noise.is(packed.toByteArray(), UNIT, 2 * UNIT)).isTrue();
  }

  @Test
  void whatHasFrequentBytesIsNone() {
    byte[] base64 = Base64.getEncoder().encode(Samples.noise(UNIT));
    for (byte[] bytes : new byte[][] {Samples.text(UNIT), new byte[UNIT], base64}) {
      assertThat(noise.is(bytes, 0, UNIT)).isFalse();
    }
  }

  /** Six in a hundred, in one chunk or in lines of their own. */
  @ParameterizedTest
  @ValueSource(ints = {64, 1000, 4000})
  void alittleTextIsFoundAmongIt(int line) {
    byte[] bytes = Samples.noise(UNIT);
    byte[] text = Samples.text(UNIT);
    for (int i = 0; i + line <= UNIT; i += 16 * line) {
      System.arraycopy(text, i, bytes, i, line);
    }
    assertThat(noise.is(bytes, 0, UNIT)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 12_004, 30_004})
  void whatRepeatsIsNone(int period) {
    byte[] bytes = Samples.noise(UNIT);
    for (int i = period; i < UNIT; i++) {
      bytes[i] = bytes[i - period];
    }
    assertThat(noise.is(bytes, 0, UNIT)).isFalse();
  }

  @Test
  void whatRepeatsAtOddDistancesIsNone() {
    byte[] bytes = Samples.noise(UNIT);
    byte[] word = "a string that occurs".getBytes(StandardCharsets.US_ASCII);
    new Random(3).nextBytes(word);
    for (int i = 0; i + word.length <= UNIT; i += 251) {
      System.arraycopy(word, 0, bytes, i, word.length);
    }
    assertThat(noise.is(bytes, 0, UNIT)).isFalse();
  }

  /** The same bytes twice, but too far apart for deflate. */
  @Test
  void whatWasLookedAtBeforeDoesNotCount() {
    byte[] bytes = Arrays.copyOf(Samples.noise(UNIT), 2 * UNIT);
    System.arraycopy(bytes, 0, bytes, UNIT, UNIT);
    assertThat(noise.is(bytes, 0, UNIT)).isTrue();
    assertThat(noise.is(bytes, UNIT, 2 * UNIT)).isTrue();
    assertThat(noise.is(bytes, 0, UNIT)).isTrue();
  }
}
