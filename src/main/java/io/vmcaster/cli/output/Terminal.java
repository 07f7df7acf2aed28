package io.vmcaster.cli.output;

import io.vmcaster.error.Failure.TrustFailure;
import java.io.Console;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Which of the standard streams are a terminal.
 *
 * @param input whether somebody can answer
 * @param errors whether somebody reads what is said
 * @param waiting told while an answer is waited for
 */
public record Terminal(boolean input, boolean errors, InputWait waiting) {

  /** No terminal anywhere. */
  public static final Terminal NONE = new Terminal(false, false, new InputWait());

  /** The streams of this process. */
  public static Terminal ofProcess(InputWait waiting) {
    return new Terminal(isTerminal(0), isTerminal(2), waiting);
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return false; // no such directory here: the safe answer
    }
  }

  /**
   * Reads a passphrase; empty when nobody can be asked.
   *
   * @param what it is for
   * @throws TrustFailure when who was asked ends the input instead
   */
  Optional<char[]> readPassphrase(String what) {
    Console console = input ? System.console() : null;
    if (console == null) {
      return Optional.empty();
    }
    waiting.begin();
    try {
      char[] answer = console.readPassword("Passphrase for %s: ", what);
      if (answer == null) {
        throw new TrustFailure(
            "no passphrase was given for " + what + ": the input ended at the question",
            "Answer it, or name a source with --passin.");
      }
      return Optional.of(answer);
    } finally {
      waiting.end();
    }
  }

  /** Whether somebody agrees; when nobody can be asked, yes. */
  public boolean confirms(String question) {
    if (!input) {
      return true;
    }
    String answer = readLine(question + " [y/N] ").orElse("").strip().toLowerCase(Locale.ROOT);
    return answer.equals("y") || answer.equals("yes");
  }

  /** Reads a line; empty when nobody can be asked, or nothing was answered. */
  private Optional<String> readLine(String prompt) {
    Console console = input ? System.console() : null;
    if (console == null) {
      return Optional.empty();
    }
    waiting.begin();
    try {
      return Optional.ofNullable(console.readLine("%s", prompt));
    } finally {
      waiting.end();
    }
  }

  /**
   * Whether the run waits for somebody at the keyboard, or for standard input. Such a wait cannot
   * be interrupted, and there is nothing to clean up in it.
   */
  public static final class InputWait {

    private volatile boolean now;

    /** Whether it waits. */
    public boolean now() {
      return now;
    }

    void begin() {
      now = true;
    }

    void end() {
      now = false;
    }

    /** The same stream; reading it is waiting. */
    public InputStream on(InputStream in) {
      return new FilterInputStream(in) {
        @Override
        public int read() throws IOException {
          begin();
          try {
            return super.read();
          } finally {
            end();
          }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          begin();
          try {
            return super.read(bytes, offset, length);
          } finally {
            end();
          }
        }
      };
    }
  }
}
