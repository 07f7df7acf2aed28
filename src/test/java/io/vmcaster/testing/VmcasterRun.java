package io.vmcaster.testing;

import io.vmcaster.cli.Vmcaster;
import io.vmcaster.cli.Vmcaster.Interruption;
import io.vmcaster.cli.command.CommandContext;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.cli.output.Terminal.InputWait;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint.FailPoints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Runs the program in this process: arguments in; standard output, errors and status out. */
public final class VmcasterRun {

  private final Path directory;
  private final CommandContext.Databases opener;
  private final Map<String, String> variables = new HashMap<>();
  private FailPoints steps = FailPoints.NONE;

  /**
   * Runs in a directory, which is the home directory, too.
   *
   * @param opener opens the databases
   */
  public VmcasterRun(Path directory, CommandContext.Databases opener) {
    this.directory = directory;
    this.opener = opener;
    variables.put("HOME", directory.toString());
  }

  /** Runs in a directory, on the database that the command line names. */
  public static VmcasterRun in(Path directory) {
    return new VmcasterRun(directory, CommandContext.Databases.REAL);
  }

  /** Sets an environment variable for the runs to come. */
  public VmcasterRun with(String variable, String value) {
    variables.put(variable, value);
    return this;
  }

  /** Tells somebody of the steps of the runs to come. */
  public VmcasterRun watchedBy(FailPoints watcher) {
    steps = watcher;
    return this;
  }

  /** The directory that it runs in. */
  public Path directory() {
    return directory;
  }

  /** The environment variables that are set. */
  public Map<String, String> variables() {
    return Map.copyOf(variables);
  }

  /** Runs without input. */
  public Ran run(String... arguments) {
    return runWith(new byte[0], arguments);
  }

  /** Runs with something on standard input. */
  public Ran runWith(byte[] input, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        new Vmcaster(Terminal.NONE, opener, new Interruption(new InputWait()), steps)
            .run(
                arguments,
                new Environment(variables, directory),
                new ByteArrayInputStream(input),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
    return new Ran(
        List.of(arguments),
        status,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  /**
   * What a run left behind.
   *
   * @param arguments its arguments
   * @param status its exit status
   * @param out what it printed
   * @param err what it said
   */
  public record Ran(List<String> arguments, int status, String out, String err) {

    private static final Pattern ERROR = Pattern.compile("(<3>)?vmcaster: error: .*");
    private static final Pattern ADVICE_IN_PASSING = Pattern.compile("(?!vmcaster )[a-z].*");

    /** The same, when it succeeded. */
    public Ran succeeded() {
      return ended(0);
    }

    /** The same, when it ended with this status and no trace. */
    public Ran ended(int expected) {
      if (status != expected || err.contains("\tat ") || err.contains("fault in vmcaster")) {
        throw new AssertionError(
            String.join(" ", arguments) + " ended with " + status + ", said:\n" + err);
      }
      requireHouseStyle();
      return this;
    }

    /**
     * A message follows a colon and is no sentence, or several of them; the advice below it is one.
     */
    private void requireHouseStyle() {
      List<String> lines = err.lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (ERROR.matcher(lines.get(i)).matches()) {
          boolean advised = i + 1 < lines.size() && !lines.get(i + 1).startsWith("vmcaster: ");
          boolean wellBegun = !advised || !ADVICE_IN_PASSING.matcher(lines.get(i + 1)).matches();
          boolean wellEnded = !lines.get(i).endsWith(".") || lines.get(i).contains(". ");
          if (!wellEnded || !wellBegun) {
            throw new AssertionError("not as messages are written here:\n" + err);
          }
        }
      }
    }
  }
}
