package io.vmcaster.compression;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/** Bytes of the kinds that images are made of, the same in each run. */
final class Samples {

  private Samples() {}

  static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(42).nextBytes(bytes);
    return bytes;
  }

  /** Words in sentences. */
  static byte[] text(int size) {
    Random random = new Random(7);
    String[] words =
        random.ints(900, 0, 1 << 20).mapToObj(Integer::toHexString).toArray(String[]::new);
    StringBuilder text = new StringBuilder(size + 16);
    while (text.length() < size) {
      double skewed = random.nextDouble();
      text.append(words[(int) (skewed * skewed * words.length)]);
      text.append(random.nextInt(9) == 0 ? '\n' : ' ');
    }
    return text.substring(0, size).getBytes(StandardCharsets.US_ASCII);
  }

  /** The same noise again and again. */
  static byte[] repeated(int size, int period) {
    byte[] bytes = noise(size);
    for (int i = period; i < size; i++) {
      bytes[i] = bytes[i - period];
    }
    return bytes;
  }

  /** Noise and text in turns of the given length, and a run of zeros. */
  static byte[] mixed(int size, int turn) {
    byte[] bytes = noise(size);
    byte[] text = text(size);
    for (int i = 0; i < size; i += 2 * turn) {
      System.arraycopy(text, i, bytes, i, Math.min(turn, size - i));
    }
    Arrays.fill(bytes, size / 3, size / 2, (byte) 0);
    return bytes;
  }

  /** Programs and libraries of this machine, one behind the other. */
  static byte[] binaries(int size) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
    try (Stream<Path> files = Files.list(Path.of("/usr/bin"))) {
      for (Path file : files.sorted().filter(Files::isRegularFile).toList()) {
        if (bytes.size() < size) {
          copy(file, bytes);
        }
      }
    }
    return Arrays.copyOf(bytes.toByteArray(), Math.min(size, bytes.size()));
  }

  private static void copy(Path file, ByteArrayOutputStream to) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(to);
    }
  }
}
