package io.vmcaster.uploader.scp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.jcraft.jsch.ConfigRepository;
import com.jcraft.jsch.OpenSSHConfig;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Watchdog;
import io.vmcaster.error.Failure.ConfigurationFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the ssh configuration says of a host. OpenSSH itself resolves it, by {@code ssh -G}:
 * Include, Match, tokens, quotes and defaults are what they are there. Where there is no ssh, JSch
 * reads {@code ~/.ssh/config}, which understands less; that is then said.
 */
record SshConfig(SshEndpoint endpoint, Environment environment, Messages messages) {

  /** {@code Match exec} and the look-up of names may take a while. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /** What JSch's reader can be asked for; lists of algorithms are beyond it. */
  private static final String[] PLAIN_KEYWORDS =
      ("HostName Port User HostKeyAlias UserKnownHostsFile GlobalKnownHostsFile IdentityFile"
              + " IdentitiesOnly IdentityAgent CertificateFile ConnectTimeout BatchMode ProxyJump"
              + " ProxyCommand PreferredAuthentications PubkeyAuthentication PasswordAuthentication"
              + " KbdInteractiveAuthentication NumberOfPasswordPrompts AddressFamily BindAddress"
              + " BindInterface RevokedHostKeys RequiredRSASize")
          .split(" ");

  private static final Pattern MATCH_BLOCK =
      Pattern.compile("(?ims)^[ \\t]*match[ \\t=].*?(?=^[ \\t]*host[ \\t=]|\\z)");

  /**
   * The values of each keyword, which is in lower case.
   *
   * @param options more options for ssh
   * @throws ConfigurationFailure with what ssh says when it does not take the configuration
   */
  private Map<String, List<String>> read(String... options) {
    Optional<Path> ssh = program();
    try {
      if (ssh.isPresent()) {
        try (SshHomeView home = SshHomeView.of(environment)) {
          List<String> command = new ArrayList<>(List.of(ssh.get().toString(), "-G"));
          command.addAll(home.options());
          command.addAll(List.of(options));
          endpoint.port().ifPresent(port -> command.addAll(List.of("-p", port.toString())));
          endpoint.user().ifPresent(user -> command.addAll(List.of("-l", user)));
          command.addAll(List.of("--", endpoint.host()));
          return values(run(command, home), home);
        }
      }
      return readPlainly(environment.home().resolve(".ssh/config"));
    } catch (IOException e) {
      throw new ConfigurationFailure(
          "cannot use the ssh configuration for " + endpoint.host() + ": " + e.getMessage(),
          "Correct ~/.ssh/config until \"ssh -G " + endpoint.host() + "\" is content.",
          e);
    }
  }

  /** The same without the keys and algorithms that ssh itself has where no file names any. */
  Map<String, List<String>> chosen() {
    Map<String, List<String>> values = read();
    if (program().isPresent()) {
      Map<String, List<String>> defaults = read("-F", "none");
      values.remove("identityfile", defaults.get("identityfile"));
      SshHost.ALGORITHMS.keySet().forEach(list -> values.remove(list, defaults.get(list)));
      for (String keyword : List.of("identityfile", "certificatefile", "revokedhostkeys")) {
        values.computeIfPresent(keyword, (k, files) -> files.stream().map(this::expanded).toList());
      }
    }
    return values;
  }

  /** ssh prints these as they are written, and only those of known hosts with all replaced. */
  private String expanded(String file) {
    return file.indexOf('%') < 0 && !file.contains("${")
        ? file
        : read("-o", "UserKnownHostsFile=\"" + file + "\"").get("userknownhostsfile").get(0);
  }

  /** ssh does nothing for a user whom the system does not know, as in many containers. */
  private Optional<Path> program() {
    return environment.program("ssh").filter(p -> !"?".equals(System.getProperty("user.name")));
  }

  private String run(List<String> command, SshHomeView home) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    builder.environment().clear();
    builder.environment().putAll(environment.variables());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (Watchdog watchdog = new Watchdog(PATIENCE, () -> kill(process))) {
      watchdog.begin();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() == 0) {
        return said;
      }
      String reason =
          said.lines().filter(line -> !line.startsWith("Pseudo-terminal")).findFirst().orElse("");
      throw new IOException(
          watchdog.hasBitten() ? "ssh took more than a minute to read it" : home.shown(reason));
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static Map<String, List<String>> values(String said, SshHomeView home) {
    Map<String, List<String>> values = new HashMap<>();
    for (String line : said.lines().toList()) {
      String[] words = line.split(" ", 2);
      if (words.length == 2) {
        boolean expanded =
            words[0].equals("userknownhostsfile") || words[0].equals("identityagent");
        String value = expanded ? home.ours(words[1]) : words[1];
        values.computeIfAbsent(words[0], k -> new ArrayList<>()).add(value);
      }
    }
    return values;
  }

  private Map<String, List<String>> readPlainly(Path file) throws IOException {
    Map<String, List<String>> values = new HashMap<>();
    if (!Files.isRegularFile(file)) {
      return values;
    }
    messages.warn(
        "there is no ssh that could read it: "
            + file
            + " is read without Include, Match, tokens and lists of algorithms; install OpenSSH's"
            + " client to have it read as ssh does");
    // what stands under Match would be taken for what stands under the Host before it
    String text = MATCH_BLOCK.matcher(Files.readString(file, ISO_8859_1)).replaceAll("");
    ConfigRepository.Config config = OpenSSHConfig.parse(text).getConfig(endpoint.host());
    for (String keyword : PLAIN_KEYWORDS) {
      String[] found = config.getValues(keyword);
      for (String value : found == null ? new String[0] : found) {
        String plain = value.replaceFirst("^=\\s*", "").replace("\"", "");
        values.computeIfAbsent(keyword.toLowerCase(Locale.ROOT), k -> new ArrayList<>()).add(plain);
      }
    }
    endpoint.user().ifPresent(user -> values.put("user", List.of(user)));
    endpoint.port().ifPresent(port -> values.put("port", List.of(port.toString())));
    return values;
  }

  /**
   * The home directory as ssh is to see it. ssh asks the system for it and not {@code HOME}. Where
   * the two differ (under sudo, in containers) ssh is shown a copy of {@code HOME/.ssh}: links to
   * its files, but those that include others with these names made absolute.
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
}
