package io.vmcaster.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the {@code openssl} command of the machine, which is what subscribers verify lists with. */
public final class OpenSsl {

  /** How a command ended. */
  public static final class Result {

    private final int status;
    private final byte[] output;
    private final String errors;

    Result(int status, byte[] output, String errors) {
      this.status = status;
      this.output = output.clone();
      this.errors = errors;
    }

    /** The exit status. */
    public int status() {
      return status;
    }

    /** What was written to standard output. */
    public byte[] output() {
      return output.clone();
    }

    /** What was written to standard error. */
    public String errors() {
      return errors;
    }

    /** The output as text. */
    public String text() {
      return new String(output, StandardCharsets.UTF_8);
    }
  }

  private OpenSsl() {}

  /** Runs a command that must succeed and gives what it prints. */
  public static String run(Object... arguments) {
    return runOn(new byte[0], arguments).text();
  }

  /** Runs a command that must succeed, with something on its standard input. */
  public static Result runOn(byte[] input, Object... arguments) {
    Result result = attempt(input, arguments);
    if (result.status() != 0) {
      throw new AssertionError(
          "openssl "
              + List.of(arguments)
              + " ended with "
              + result.status()
              + ": "
              + result.errors());
    }
    return result;
  }

  /** Runs a command that may fail. Arguments are strings and paths. */
  public static Result attempt(byte[] input, Object... arguments) {
    try {
      return start(input, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException("openssl cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Result start(byte[] input, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path errors = Files.createTempFile("openssl", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      byte[] output = exchange(process, input);
      return new Result(process.waitFor(), output, Files.readString(errors));
    } finally {
      Files.delete(errors);
    }
  }

  // openssl reads all of its input before it writes, so one thread does both
  private static byte[] exchange(Process process, byte[] input) throws IOException {
    try (OutputStream in = process.getOutputStream()) {
      in.write(input);
    } catch (IOException e) {
      // it had read enough; its exit status tells whether that was a failure
    }
    try (InputStream out = process.getInputStream()) {
      return out.readAllBytes();
    }
  }
}
