package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.Uploader.RemoteFile;
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
    int at = 0;
    while (at < line.length()) {
      if (Character.isWhitespace(line.charAt(at))) {
        at++;
        continue;
      }
      boolean quoted = line.charAt(at) == '"';
      StringBuilder word = new StringBuilder();
      at = quoted ? readQuoted(line, at + 1, word) : readPlain(line, at, word);
      if (!quoted && isOption(word.toString())) {
        addOption(options, word.toString());
      } else {
        words.add(word.toString());
      }
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

  /** Reads up to the closing quote or the end of the line; returns where to go on. */
  private static int readQuoted(String line, int start, StringBuilder word) {
    int at = start;
    while (at < line.length() && line.charAt(at) != '"') {
      if (line.charAt(at) == '\\' && at + 1 < line.length()) {
        at++;
      }
      word.append(line.charAt(at++));
    }
    return at + 1;
  }

  private static int readPlain(String line, int start, StringBuilder word) {
    int at = start;
    while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
      word.append(line.charAt(at++));
    }
    return at;
  }

  private static boolean isOption(String word) {
    return word.length() > 1 && word.charAt(0) == '-' && !Character.isDigit(word.charAt(1));
  }

  private static void addOption(Map<String, String> options, String word) {
    int equals = word.indexOf('=');
    if (equals < 0) {
      options.put(word.substring(1), "");
    } else {
      options.put(word.substring(1, equals), word.substring(equals + 1));
    }
  }
}
