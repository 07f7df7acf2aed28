package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.Uploader.RemoteFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** In quotes, up to their end or that of the line, or without. */
  private static final Pattern WORD = Pattern.compile("(?s)\"((?:\\\\.|[^\"])*+)\"?|\\S+");

  /** What it stands before means itself, whatever it is. */
  private static final Pattern BACKSLASH = Pattern.compile("(?s)\\\\(.)");

  /** Reads a line; empty when it is none that a door sends. */
  static Optional<Reply> parse(String line) {
    List<String> words = new ArrayList<>();
    Map<String, String> options = new HashMap<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      if (word.group(1) != null) {
        words.add(BACKSLASH.matcher(word.group(1)).replaceAll("$1"));
      } else if (word.group().matches("-\\D.*")) {
        String[] option = word.group().substring(1).split("=", 2);
        options.put(option[0], option.length < 2 ? "" : option[1]);
      } else {
        words.add(word.group());
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
}
