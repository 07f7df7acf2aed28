package io.vmcaster.compression.deflate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.NativeLibrary;
import io.vmcaster.compression.deflate.ChunkDeflater.Output;
import io.vmcaster.compression.deflate.LibDeflater.LastBlock;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams of zlib, which has kinds of blocks and codes that libdeflate does not make. */
class LastBlockTest {

  private static final byte[] FIXED = {(byte) 0b0000_0011, 0};

  private final LastBlock last = new LastBlock(NativeLibrary.getInstance("libz.so.1"));

  @AfterEach
  void close() {
    last.close();
  }

  /** Stored, fixed and dynamic blocks, with and without matches, codes up to 15 bits. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 200000", // stored
    "6, 0, 5", // fixed
    "6, 0, 200000",
    "9, 0, 300000",
    "1, 0, 100000",
    "6, 1, 200000", // filtered
    "6, 2, 200000", // Huffman alone
    "6, 2, 1",
    "6, 2, 0"
  })
  void whatIsOpenedCanGoOn(int level, int strategy, int size) throws DataFormatException {
    for (long seed = 0; seed < 20; seed++) {
      byte[] bytes = skewed(new Random(seed), size);
      Output out = new Output(new byte[0]);
      open(deflated(bytes, level, strategy), out);
      assertThat(isFinished(out)).as("seed %d", seed).isFalse();

      open(deflated(bytes, 9, 0), out);
      out.add(FIXED, 0, FIXED.length);
      byte[] twice = Arrays.copyOf(bytes, 2 * size);
      System.arraycopy(bytes, 0, twice, size, size);
      assertThat(inflated(out, 2 * size)).as("seed %d", seed).isEqualTo(twice);
    }
  }

  @Test
  void whatIsNoStreamIsRefused() {
    byte[] stream = deflated(skewed(new Random(1), 5000), 6, 0);
    for (byte[] bad :
        new byte[][] {
          {7, 0, 0}, // the fourth kind of block, which there is none of
          Arrays.copyOf(stream, stream.length + 1),
          Arrays.copyOf(stream, stream.length - 2)
        }) {
      Output out = new Output(new byte[0]);
      assertThatThrownBy(() -> open(bad, out)).isInstanceOf(RuntimeException.class);
    }
  }

  private void open(byte[] stream, Output out) {
    last.addOpen(ByteBuffer.allocateDirect(stream.length).put(stream), stream.length, out);
  }

  /** Some bytes are so much more frequent than others that codes of all lengths are made. */
  private static byte[] skewed(Random random, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (Math.pow(random.nextDouble(), 6) * 256);
      if (random.nextInt(50) == 0 && i > 400) {
        int length = Math.min(3 + random.nextInt(300), size - i);
        int from = i - 1 - random.nextInt(i - 1) % 32_000;
        for (int j = 0; j < length; j++) {
          bytes[i + j] = bytes[from + j];
        }
        i += length - 1;
      }
    }
    return bytes;
  }

  private static byte[] deflated(byte[] bytes, int level, int strategy) {
    Deflater deflater = new Deflater(level, true);
    deflater.setStrategy(strategy);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] stream = new byte[bytes.length + bytes.length / 8 + 1000];
    int length = 0;
    while (!deflater.finished()) {
      length += deflater.deflate(stream, length, stream.length - length);
    }
    deflater.end();
    return Arrays.copyOf(stream, length);
  }

  private static boolean isFinished(Output out) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    inflater.setInput(out.array(), 0, out.length());
    byte[] bytes = new byte[1 << 16];
    while (!inflater.needsInput() && !inflater.finished()) {
      inflater.inflate(bytes);
    }
    boolean finished = inflater.finished();
    inflater.end();
    return finished;
  }

  private static byte[] inflated(Output out, int size) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    inflater.setInput(out.array(), 0, out.length());
    byte[] bytes = new byte[size + 1];
    int length = inflater.inflate(bytes);
    assertThat(inflater.finished()).isTrue();
    inflater.end();
    return Arrays.copyOf(bytes, length);
  }
}
