package io.vmcaster.uploader.scp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vmcaster.context.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The home directory as ssh is to see it. ssh asks the system for it and not {@code HOME}. Where
 * the two differ (under sudo, in containers) ssh is shown a copy of {@code HOME/.ssh}: links to its
 * files, but those that include others with these names made absolute.
 *
 * @param home ours
 * @param systems the one that ssh takes
 * @param copy the directory with the copy; null when it takes ours
 */
record SshHomeView(String home, String systems, Path copy) implements AutoCloseable {

  private static final Pattern INCLUDE = Pattern.compile("(?im)^(\\s*include[\\s=]+)(.*)$");
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

  /** Files of configuration are found no deeper. */
  private static final int DEEPEST = 4;

  static SshHomeView of(Environment environment) throws IOException {
    String home = environment.home().toString();
    String systems = System.getProperty("user.home");
    if (home.equals(systems)) {
      return new SshHomeView(home, systems, null);
    }
    SshHomeView view =
        new SshHomeView(home, systems, Files.createTempDirectory("vmcaster-ssh").toRealPath());
    view.fill(environment.home().resolve(".ssh"));
    return view;
  }

  private void fill(Path original) throws IOException {
    Files.writeString(
        copy.resolve("main"),
        "Include \"" + copy.resolve("ssh/config") + "\"\nInclude /etc/ssh/ssh_config\n");
    if (!Files.isDirectory(original)) {
      return;
    }
    try (Stream<Path> files = Files.walk(original, DEEPEST)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve("ssh").resolve(original.relativize(file).toString());
        if (file.equals(original) || Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(target);
        } else if (!includes(file)) {
          Files.createSymbolicLink(target, file);
        } else {
          Files.writeString(target, rewritten(Files.readString(file, ISO_8859_1)), ISO_8859_1);
        }
      }
    }
  }

  private static boolean includes(Path file) throws IOException {
    return Files.isRegularFile(file)
        && Files.isReadable(file)
        && Files.size(file) < 1 << 20
        && INCLUDE.matcher(Files.readString(file, ISO_8859_1)).find();
  }

  private String rewritten(String text) {
    return INCLUDE
        .matcher(text)
        .replaceAll(
            line ->
                Matcher.quoteReplacement(
                    line.group(1) + WORD.matcher(line.group(2)).replaceAll(this::absolute)));
  }

  private String absolute(MatchResult word) {
    String name = word.group(1) == null ? word.group(2) : word.group(1);
    String path = name.startsWith("~/") ? home + name.substring(1) : name;
    String there = path.startsWith("/") ? path : home + "/.ssh/" + path;
    String shown =
        there.startsWith(home + "/.ssh/") ? ssh() + there.substring(home.length() + 5) : there;
    return Matcher.quoteReplacement("\"" + shown + "\"");
  }

  private String ssh() {
    return copy.resolve("ssh").toString();
  }

  /** The options that make ssh see it. */
  List<String> options() {
    return copy == null ? List.of() : List.of("-F", copy.resolve("main").toString());
  }

  /** What ssh says of the files, with their own names. */
  String shown(String text) {
    return copy == null ? text : text.replace(ssh(), home + "/.ssh");
  }

  /** Files whose names ssh has made absolute; those below its home are below ours. */
  String ours(String files) {
    return (" " + files).replace(" " + systems + "/", " " + home + "/").substring(1);
  }

  @Override
  public void close() throws IOException {
    if (copy != null) {
      try (Stream<Path> files = Files.walk(copy)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
