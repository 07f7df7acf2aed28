package io.vmcaster.compression.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.InterruptedFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class UnpackedBytesTest {

  private static final int BLOCK = 1 << 20;

  /** Four blocks and a rest. */
  private static final byte[] PLAIN = plain();

  private static final byte[] PACKED = pack(PLAIN);

  private int opened;
  private int closed;

  private static byte[] plain() {
    byte[] bytes = new byte[4 * BLOCK + 1000];
    Random random = new Random(42);
    for (int i = 0; i < bytes.length; i += 512) {
      bytes[i] = (byte) random.nextInt();
    }
    return bytes;
  }

  private static byte[] pack(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return packed.toByteArray();
  }

  private UnpackedBytes unpacked(byte[] packed) throws IOException {
    return new UnpackedBytes(
        () -> {
          opened++;
          return new FilterInputStream(new GZIPInputStream(new ByteArrayInputStream(packed))) {
            @Override
            public void close() throws IOException {
              closed++;
              super.close();
            }
          };
        });
  }

  private static byte[] expected(int offset, int length) {
    byte[] bytes = new byte[length];
    if (offset < PLAIN.length) {
      System.arraycopy(PLAIN, offset, bytes, 0, Math.min(length, PLAIN.length - offset));
    }
    return bytes;
  }

  @Test
  void anyPieceIsWhatWasPacked() throws IOException {
    try (UnpackedBytes bytes = unpacked(PACKED)) {
      Random random = new Random(7);
      for (int i = 0; i < 40; i++) {
        int offset = random.nextInt(PLAIN.length + BLOCK);
        int length = random.nextInt(BLOCK + 2);
        assertThat(Arrays.equals(bytes.at(offset, length), expected(offset, length)))
            .as("%s bytes from %s", length, offset)
            .isTrue();
      }
    }
  }

  @Test
  void whoeverGoesForwardUnpacksOnce() throws IOException {
    try (UnpackedBytes bytes = unpacked(PACKED)) {
      for (int offset = 0; offset < PLAIN.length; offset += BLOCK / 2) {
        bytes.at(offset, BLOCK);
        bytes.at(0, 512);
        bytes.at(offset, 10);
      }
      assertThat(bytes.size()).isEqualTo(PLAIN.length);
      assertThat(opened).isEqualTo(1);

      assertThat(bytes.at(BLOCK, 100)).isEqualTo(expected(BLOCK, 100));
      assertThat(opened).as("what lies further back is unpacked again").isEqualTo(2);
    }
    assertThat(closed).isEqualTo(2);
  }

  @Test
  void theEndIsFoundByUnpackingToIt() throws IOException {
    try (UnpackedBytes bytes = unpacked(PACKED)) {
      assertThat(bytes.head()).isEqualTo(expected(0, BLOCK));
      assertThat(bytes.reaches(PLAIN.length - 1)).isTrue();
      assertThat(bytes.reaches(PLAIN.length)).isFalse();
      assertThat(bytes.reaches(Long.MAX_VALUE / 2)).isFalse();
      assertThat(bytes.reaches(-1)).isFalse();
      assertThat(bytes.size()).isEqualTo(PLAIN.length);
    }
    try (UnpackedBytes block = unpacked(pack(new byte[BLOCK]))) {
      assertThat(block.reaches(BLOCK)).isFalse();
      assertThat(block.size()).isEqualTo(BLOCK);
    }
    try (UnpackedBytes nothing = unpacked(pack(new byte[0]))) {
      assertThat(nothing.head()).isEmpty();
      assertThat(nothing.size()).isZero();
    }
  }

  @Test
  void damageIsAFailureWhereItIsReached() throws IOException {
    byte[] cut = Arrays.copyOf(PACKED, PACKED.length / 2);
    try (UnpackedBytes bytes = unpacked(cut)) {
      assertThat(bytes.at(0, 1000)).isEqualTo(expected(0, 1000));
      assertThatThrownBy(bytes::size).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> unpacked(new byte[] {1, 2, 3})).isInstanceOf(IOException.class);
  }

  /** Decoders do not foresee all damage, and leave their tables. */
  @Test
  void whatADecoderDoesNotForeseeIsDamageToo() {
    UnpackedBytes.Source atOnce =
        () -> {
          throw new ArrayIndexOutOfBoundsException(-1);
        };
    UnpackedBytes.Source later =
        () ->
            new FilterInputStream(InputStream.nullInputStream()) {
              @Override
              public int read(byte[] bytes, int offset, int length) {
                throw new IllegalStateException("no such code");
              }
            };

    assertThatThrownBy(() -> new UnpackedBytes(atOnce)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> new UnpackedBytes(later))
        .isInstanceOf(IOException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  /** An image may hold terabytes. */
  @Test
  void anInterruptedRunUnpacksNoFurther() throws IOException {
    try (UnpackedBytes bytes = unpacked(PACKED)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(bytes::size).isInstanceOf(InterruptedFailure.class);
    } finally {
      assertThat(Thread.interrupted()).as("still to be seen by others").isTrue();
    }
  }
}
