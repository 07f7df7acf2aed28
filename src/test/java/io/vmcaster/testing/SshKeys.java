package io.vmcaster.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes keys as users do, with ssh-keygen. */
public final class SshKeys {

  private SshKeys() {}

  /**
   * Makes a key and, beside it, the public half in a file with {@code .pub} behind its name.
   *
   * @param type as {@code ssh-keygen -t} knows it
   * @param passphrase empty for none
   * @param options more options of ssh-keygen
   */
  public static Path generate(Path file, String type, String passphrase, String... options)
      throws IOException {
    Files.deleteIfExists(file);
    List<String> command =
        new ArrayList<>(
            List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-f", file.toString()));
    if (type.equals("rsa")) {
      command.addAll(List.of("-b", "2048"));
    }
    command.addAll(List.of(options));
    run(command.toArray(String[]::new));
    return file;
  }

  /** Runs a command to its end and insists on success. */
  public static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
