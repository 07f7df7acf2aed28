package io.vmcaster.cli.output;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.error.Failure.UsageFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

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
      return terminal.readPassphrase(Terminal.cell(what));
    }
    String text = source.get();
    String place = text.substring(text.indexOf(':') + 1);
    return Optional.of(
        switch (text.charAt(1)) {
          case 'n' -> variable(place);
          case 'i' -> file(environment.resolve(place));
          default -> place.equals("0") ? firstLine(input, text) : file(Path.of("/dev/fd/" + place));
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
