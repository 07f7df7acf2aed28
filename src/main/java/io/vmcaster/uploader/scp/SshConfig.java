package io.vmcaster.uploader.scp;

import io.vmcaster.error.ConfigurationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What ssh's configuration files say of one host, as ssh_config(5) reads them: {@code Host} blocks
 * with patterns, {@code Match} with {@code all}, {@code host}, {@code originalhost} and {@code
 * user}, {@code Include}; the first value of a keyword holds. A {@code Match} by anything else,
 * {@code exec} above all, never holds: no command is run here.
 */
final class SshConfig {

  private static final int DEEPEST = 16;

  private final Path home;
  private final String host;
  private final String user;
  private final Map<String, List<String>> values = new HashMap<>();
  private boolean active = true;

  private SshConfig(Path home, String host, String user) {
    this.home = home;
    this.host = host;
    this.user = user;
  }

  /**
   * Reads the user's file, then the system's; either may be missing.
   *
   * @param user whom the target says to log in as, or the user of this process
   * @throws ConfigurationFailure when a file is there and cannot be read
   */
  static SshConfig read(Path home, String host, String user) {
    SshConfig config = new SshConfig(home, host, user);
    config.readFile(home.resolve(".ssh/config"), 0);
    config.readFile(Path.of("/etc/ssh/ssh_config"), 0);
    return config;
  }

  /** The value of a keyword, which is given in lower case; null when no line gives one. */
  String get(String keyword) {
    List<String> all = all(keyword);
    return all.isEmpty() ? null : all.get(0);
  }

  /** Every value of a keyword in the order of the files. */
  List<String> all(String keyword) {
    return values.getOrDefault(keyword, List.of());
  }

  private void readFile(Path file, int depth) {
    if (depth > DEEPEST || !Files.isRegularFile(file)) {
      return;
    }
    active = depth == 0 || active;
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        readLine(line, file, depth);
      }
    } catch (IOException e) {
      throw new ConfigurationFailure(
          "cannot read the ssh configuration " + file, "see its permissions", e);
    }
  }

  private void readLine(String line, Path file, int depth) {
    List<String> words = words(line);
    if (words.size() < 2) {
      return;
    }
    String keyword = words.get(0).toLowerCase(Locale.ROOT);
    List<String> arguments = words.subList(1, words.size());
    switch (keyword) {
      case "host" -> active = GlobPatterns.match(arguments, host);
      case "match" -> active = matches(arguments);
      case "include" -> include(arguments, file, depth);
      default -> {
        if (active) {
          values
              .computeIfAbsent(keyword, k -> new ArrayList<>())
              .addAll(stored(keyword, arguments));
        }
      }
    }
  }

  /** A list in one line is one value, or a later line could add to it. */
  private List<String> stored(String keyword, List<String> arguments) {
    return keyword.equals("identityfile") ? arguments : List.of(String.join(" ", arguments));
  }

  private boolean matches(List<String> criteria) {
    for (int i = 0; i < criteria.size(); i += 2) {
      String kind = criteria.get(i).toLowerCase(Locale.ROOT);
      if (kind.equals("all")) {
        i--;
        continue;
      }
      boolean positive = !kind.startsWith("!");
      String pattern = i + 1 < criteria.size() ? criteria.get(i + 1) : "";
      boolean known = true;
      boolean match =
          switch (positive ? kind : kind.substring(1)) {
            case "host" -> GlobPatterns.matchList(pattern, hostNameSoFar());
            case "originalhost" -> GlobPatterns.matchList(pattern, host);
            case "user" -> GlobPatterns.matchList(pattern, userSoFar());
            default -> {
              known = false;
              yield false;
            }
          };
      if (!known || match != positive) {
        return false;
      }
    }
    return true;
  }

  private String hostNameSoFar() {
    return get("hostname") == null ? host : get("hostname").replace("%h", host);
  }

  private String userSoFar() {
    return get("user") == null ? user : get("user");
  }

  private void include(List<String> patterns, Path file, int depth) {
    boolean before = active;
    for (String pattern : patterns) {
      for (Path included : expand(pattern, file)) {
        if (before) {
          readFile(included, depth + 1);
        }
        active = before;
      }
    }
  }

  private List<Path> expand(String pattern, Path file) {
    String text = pattern.startsWith("~/") ? home + pattern.substring(1) : pattern;
    Path path = file.getParent().resolve(text);
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> matches =
        Files.newDirectoryStream(path.getParent(), path.getFileName().toString())) {
      matches.forEach(found::add);
    } catch (IOException e) {
      return List.of();
    }
    Collections.sort(found);
    return found;
  }

  /** The words of a line: {@code Keyword value} or {@code Keyword=value}, quotes around blanks. */
  private static List<String> words(String line) {
    String text = line.strip();
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    boolean begun = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
        begun = true;
      } else if (!quoted && (Character.isWhitespace(c) || (c == '=' && words.isEmpty()))) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
        i = skipEquals(text, i, words.size());
      } else if (!quoted && !begun && c == '#') {
        return words;
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  /** Between keyword and value stands one equals sign at most, blanks around it. */
  private static int skipEquals(String text, int at, int words) {
    int i = at;
    if (words != 1) {
      return i;
    }
    boolean equals = text.charAt(i) == '=';
    while (i + 1 < text.length()) {
      char next = text.charAt(i + 1);
      if (next == '=' && !equals) {
        equals = true;
      } else if (!Character.isWhitespace(next)) {
        return i;
      }
      i++;
    }
    return i;
  }
}
