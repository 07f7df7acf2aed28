package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.Uploader.RemoteFile;
import java.io.IOException;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a door says on the control line: {@code <session> <command> <partner> <keyword> ...}.
 *
 * @param session the number of the question that it answers
 * @param keyword what kind of answer it is: {@code ok}, {@code failed}, {@code stat}, ...
 * @param arguments the words behind the keyword, quotes removed
 * @param options the words of the form {@code -name=value}
 */
record Reply(int session, String keyword, List<String> arguments, Map<String, String> options) {

  private static final int FIXED_WORDS = 4;

  /** Reads a line; empty when it is none that a door sends. */
  static Optional<Reply> parse(String line) {
    List<String> words = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    StreamTokenizer tokens = new StreamTokenizer(new StringReader(line));
    tokens.resetSyntax();
    tokens.whitespaceChars(0, ' ');
    tokens.wordChars('!', 255); // and all above
    tokens.quoteChar('"');
    try {
      while (tokens.nextToken() != StreamTokenizer.TT_EOF) {
        String word = tokens.sval;
        if (tokens.ttype != '"' && word.matches("-\\D.*")) {
          String[] option = word.substring(1).split("=", 2);
          options.put(option[0], option.length < 2 ? "" : option[1]);
        } else {
          words.add(word);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a line in memory can be read
    }
    if (words.size() < FIXED_WORDS || !words.get(0).matches("\\d{1,9}")) {
      return Optional.empty();
    }
    return Optional.of(
        new Reply(
            Integer.parseInt(words.get(0)),
            words.get(3),
            List.copyOf(words.subList(FIXED_WORDS, words.size())),
            Map.copyOf(options)));
  }

  boolean is(String other) {
    return keyword.equals(other);
  }

  /** An argument by its place, empty text when it is absent. */
  String argument(int place) {
    return place < arguments.size() ? arguments.get(place) : "";
  }

  /** The refusal that a {@code failed} answer is. */
  DcapException refusal() {
    String code = argument(0);
    return new DcapException(
        code.matches("-?\\d{1,9}") ? Integer.parseInt(code) : -1, argument(1), argument(2));
  }

  /** What a {@code stat} answer says of a file. */
  Stat stat() throws DcapException {
    String size = options.getOrDefault("st_size", "");
    if (!size.matches("\\d{1,18}")) {
      throw new DcapException(-1, "the answer to stat has no size", "");
    }
    return new Stat(Long.parseLong(size), options.getOrDefault("st_mode", ""));
  }

  /**
   * What a door says of a file.
   *
   * @param size in bytes
   * @param mode as {@code ls -l} shows it, ten characters
   */
  record Stat(long size, String mode) {
    RemoteFile asRemoteFile() {
      return new RemoteFile(size, isDirectory());
    }

    boolean isDirectory() {
      return mode.startsWith("d");
    }

    /** Whether a web server may read it; true when the door does not tell. */
    boolean isReadableByAll() {
      return mode.length() != 10 || (mode.charAt(4) == 'r' && mode.charAt(7) == 'r');
    }
  }

  /** A word as doors read it whatever it holds: in quotes, with backslashes before some signs. */
  static String quoted(String word) {
    return "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
