package io.vmcaster.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmcaster.Main;
import io.vmcaster.cli.Application;
import io.vmcaster.cli.DatabaseOpener;
import io.vmcaster.cli.Interruption;
import io.vmcaster.cli.output.InputWait;
import io.vmcaster.cli.output.StandardOutput;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.context.Environment;
import io.vmcaster.repository.sql.SqliteLibrary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The runs that the launcher's class archives are made from: what they load, later runs find
 * loaded. Each walks common paths once, in a directory of its own, and is not part of the command
 * line.
 */
public final class Training {

  /** What an archive is for. */
  enum Kind {
    /** To look and to edit: as little as possible, for every class in it costs each start. */
    EDIT,
    /** To send, sign and verify. */
    WORK;

    private List<List<String>> commands() {
      return this == EDIT ? TrainingPaths.EDIT : TrainingPaths.WORK;
    }
  }

  private final Kind kind;
  private final TrainingSite site;
  private final List<String> failed = new ArrayList<>();

  private Training(Kind kind, Path home) throws IOException {
    this.kind = kind;
    this.site = new TrainingSite(home);
  }

  /**
   * Trains, and tells nobody.
   *
   * @param arguments the kind in lower case, and where to leave SQLite's machine code for later
   *     runs
   */
  public static void main(String[] arguments) throws IOException {
    Kind kind = Kind.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    SqliteLibrary.unpack(Path.of(arguments[1]));
    Path home = Files.createTempDirectory("vmcaster-training");
    try {
      walk(kind, home);
    } finally {
      remove(home);
    }
    System.exit(0); // the way out is one of the paths
  }

  /** Walks all paths in a directory. Gives those commands that ended in a fault of the program. */
  static List<String> walk(Kind kind, Path home) throws IOException {
    Training training = new Training(kind, home);
    if (kind == Kind.WORK) {
      training.site.furnish();
    }
    return training.walk();
  }

  private List<String> walk() {
    // what the entry point needs before it can start an application
    Objects.requireNonNull(Main.class);
    new StandardOutput();
    Environment.ofProcess();
    InputWait waiting = new InputWait();
    Terminal.ofProcess(waiting);
    Interruption interruption = Interruption.watch(waiting);
    for (List<String> command : kind.commands()) {
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
                site.environment(),
                new ByteArrayInputStream(kind == Kind.EDIT ? site.longList() : site.list()),
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
