package io.vmcaster.compression;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;

/** Programs that everybody has, as judges of what we make. */
final class Tool {

  private Tool() {}

  /** Runs a program and fails unless it succeeds. */
  static void run(Path directory, String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(List.of(command) + " failed: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The SHA-512 of what a program prints. */
  static byte[] digestOfOutput(String... command) throws Exception {
    Process process = new ProcessBuilder(command).start();
    MessageDigest digest = MessageDigest.getInstance("SHA-512");
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    if (process.waitFor() != 0) {
      throw new AssertionError(
          List.of(command)
              + ": "
              + new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }
    return digest.digest();
  }
}
