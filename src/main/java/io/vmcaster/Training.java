package io.vmcaster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmcaster.cli.Application;
import io.vmcaster.cli.DatabaseOpener;
import io.vmcaster.cli.Interruption;
import io.vmcaster.cli.console.StandardOutput;
import io.vmcaster.cli.console.Terminal;
import io.vmcaster.cli.console.Waiting;
import io.vmcaster.repository.sql.SqliteLibrary;
import io.vmcaster.run.Environment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The run that the launcher's class archive is made from: what it loads, later runs find loaded. It
 * walks the common paths once, in a directory of its own, and is not part of the command line.
 */
public final class Training {
  private static final String LIST = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";
  private static final String IMAGE = "7b1aea46-8776-4447-9450-00e720fc042c";
  private static final String ENDORSER = "/DC=org/DC=example/CN=Jane Doe";

  /** What is run, in this order. */
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--version"),
          List.of("--help"),
          List.of("--no-such-option"),
          List.of("--imagelist-import-json", "-"),
          List.of("--imagelist-list"),
          List.of("--image-list"),
          List.of("--endorser-list"),
          List.of("--imagelist", LIST, "--imagelist-show"),
          List.of("--image", IMAGE, "--image-show"),
          List.of("--endorser", ENDORSER, "--endorser-show"),
          List.of("--imagelist", LIST, "--imagelist-keys"),
          List.of("--image", IMAGE, "--image-keys", "--json"),
          List.of(
              "--image", IMAGE, "--image-key-set", "dc:title", "--image-value", "A worker node"),
          List.of("--image", IMAGE, "--image-key-del", "dc:title"),
          List.of("--imagelist", LIST, "--imagelist-check"),
          List.of("--imagelist", LIST, "--imagelist-history"),
          List.of("--status"),
          List.of("--imagelist", LIST, "--disconnect", "--image", IMAGE),
          List.of("--imagelist", LIST, "--connect", "--image", IMAGE),
          List.of("--imagelist", LIST, "--update", "--dry-run"),
          List.of("--image", IMAGE, "--image-del"),
          List.of("--imagelist", LIST, "--imagelist-show"));

  private final Environment environment;
  private final byte[] list;
  private final List<String> failed = new ArrayList<>();

  private Training(Path home) throws IOException {
    this.environment =
        new Environment(
            Map.of("HOME", home.toString(), "X509_CERT_DIR", home.resolve("none").toString()),
            home);
    try (InputStream in = Training.class.getResourceAsStream("training.json")) {
      this.list = in.readAllBytes();
    }
  }

  /**
   * Trains, and tells nobody.
   *
   * @param arguments where to leave SQLite's machine code for later runs; may be left out
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      SqliteLibrary.unpack(Path.of(arguments[0]));
    }
    Path home = Files.createTempDirectory("vmcaster-training");
    try {
      new Training(home).walk();
    } finally {
      remove(home);
    }
  }

  /** Walks all paths in a directory. Gives those commands that ended in a fault of the program. */
  static List<String> walk(Path home) throws IOException {
    return new Training(home).walk();
  }

  private List<String> walk() {
    // what the entry point needs before it can start an application
    Objects.requireNonNull(Main.class);
    new StandardOutput();
    Environment.ofProcess();
    Waiting waiting = new Waiting();
    Terminal.ofProcess(waiting);
    Interruption interruption = Interruption.watch(waiting);
    for (List<String> command : COMMANDS) {
      run(command, interruption);
    }
    interruption.workIsOver();
    return failed;
  }

  private void run(List<String> command, Interruption interruption) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    int status =
        new Application(Terminal.NONE, new DatabaseOpener(), interruption)
            .run(
                command.toArray(String[]::new),
                environment,
                new ByteArrayInputStream(list),
                nowhere,
                nowhere);
    if (status == 1) {
      failed.add(String.join(" ", command));
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
