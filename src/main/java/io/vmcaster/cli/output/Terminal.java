package io.vmcaster.cli.output;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.error.Failure.UsageFailure;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
    return ask(
        console -> {
          char[] answer = console.readPassword("Passphrase for %s: ", what);
          if (answer == null) {
            throw new TrustFailure(
                "no passphrase was given for " + what + ": the input ended at the question",
                "Answer it, or name a source with --passin.");
          }
          return answer;
        });
  }

  /** Whether somebody agrees; when nobody can be asked, yes. */
  public boolean confirms(String question) {
    if (!input) {
      return true;
    }
    String answer = ask(console -> console.readLine("%s [y/N] ", question)).orElse("");
    return Set.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
  }

  /** Asks; empty when nobody can be asked, or nothing was answered. */
  private <T> Optional<T> ask(Function<Console, T> question) {
    Console console = input ? System.console() : null;
    if (console == null) {
      return Optional.empty();
    }
    waiting.begin();
    try {
      return Optional.ofNullable(question.apply(console));
    } finally {
      waiting.end();
    }
  }

  /**
   * Text from lists and servers as it may be shown, control characters but line ends escaped as in
   * JSON: whatever a terminal would obey, or that would break a line.
   */
  static String printable(String text) {
    return escape(text, "\n");
  }

  /** Printable text on one line, without tabs. */
  public static String cell(String text) {
    return escape(text, "");
  }

  /** Printable text on one line, its tabs kept. */
  public static String row(String text) {
    return escape(text, "\t");
  }

  private static String escape(String text, String kept) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isControl(c) || kept.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(escaped(c));
      }
    }
    return out.toString();
  }

  /**
   * Control characters, ends of lines, and what turns the direction of what follows or cannot be
   * seen (Unicode UAX 9), but for the joiners that Persian and Indian scripts, and pictures of
   * several characters, are written with.
   */
  private static boolean isControl(char c) {
    if (c >= ' ' && c <= '~') {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      case Character.FORMAT -> c != '\u200c' && c != '\u200d';
      default -> false;
    };
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format("\\u%04x", (int) c);
    };
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

  /**
   * Passphrases from where {@code --passin} says, as openssl reads it: {@code env:NAME}, {@code
   * file:PATH} or {@code fd:N}, of which the first line counts; else from the terminal.
   *
   * @param source what {@code --passin} says, if it was given
   * @param input what {@code fd:0} reads
   */
  public record PassphraseSource(
      Optional<String> source, Environment environment, Terminal terminal, InputStream input)
      implements Passphrases {

    private static final int MAX_LENGTH = 4096;

    /**
     * Checks the form of a source.
     *
     * @throws UsageFailure when it is none of the three; its text is not repeated
     */
    public static void check(String source) {
      if (!source.matches("env:.+|file:.+|fd:[0-9]{1,9}")) {
        throw new UsageFailure(
            "--passin names no source of a passphrase", "Write env:NAME, file:PATH or fd:N.");
      }
    }

    @Override
    public Optional<char[]> ask(String what) {
      if (source.isEmpty()) {
        return terminal.readPassphrase(cell(what));
      }
      String text = source.get();
      String place = text.substring(text.indexOf(':') + 1);
      return Optional.of(
          switch (text.charAt(1)) {
            case 'n' -> variable(place);
            case 'i' -> file(environment.resolve(place));
            default ->
                place.equals("0") ? firstLine(input, text) : file(Path.of("/dev/fd/" + place));
          });
    }

    /** One that is set to nothing is an empty passphrase, as openssl has it. */
    private char[] variable(String name) {
      String value = environment.variables().get(name);
      if (value == null) {
        throw missing("--passin env:" + name + ": the variable is not set", null);
      }
      return value.toCharArray();
    }

    private static char[] file(Path path) {
      try (InputStream in = Files.newInputStream(path)) {
        return firstLine(in, path.toString());
      } catch (NoSuchFileException e) {
        throw missing("the passphrase file " + path + " is not there", e);
      } catch (IOException e) {
        throw unreadable(path.toString(), e);
      }
    }

    /** Wherever it was to come from, it is the key that cannot be used without it. */
    private static TrustFailure missing(String message, IOException cause) {
      return new TrustFailure(message, "Without a passphrase the key cannot be opened.", cause);
    }

    private static char[] firstLine(InputStream in, String where) {
      Wiped line = new Wiped();
      try (line) {
        for (int b = in.read(); b >= 0 && b != '\n' && line.size() < MAX_LENGTH; b = in.read()) {
          line.write(b);
        }
        return line.toCharacters();
      } catch (IOException e) {
        throw unreadable(where, e);
      }
    }

    private static TrustFailure unreadable(String where, IOException e) {
      return new TrustFailure("the passphrase cannot be read from " + where, null, e);
    }

    /** A buffer that is overwritten after use. */
    private static final class Wiped extends ByteArrayOutputStream {

      char[] toCharacters() {
        int length = count > 0 && buf[count - 1] == '\r' ? count - 1 : count;
        CharBuffer decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(buf, 0, length));
        char[] characters = new char[decoded.remaining()];
        decoded.get(characters);
        Arrays.fill(decoded.array(), '\0');
        return characters;
      }

      @Override
      public void close() {
        Arrays.fill(buf, (byte) 0);
      }
    }
  }
}
