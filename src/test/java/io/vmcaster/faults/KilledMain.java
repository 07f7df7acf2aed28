package io.vmcaster.faults;

import io.vmcaster.cli.Application;
import io.vmcaster.cli.DatabaseOpener;
import io.vmcaster.cli.Interruption;
import io.vmcaster.cli.console.Terminal;
import io.vmcaster.cli.console.Waiting;
import io.vmcaster.run.Environment;
import io.vmcaster.run.Step;
import io.vmcaster.run.Steps;
import java.io.IOException;

/**
 * The program, killed when it reaches the step that the property {@code vmcaster.kill} names. It
 * leads a process group, and kills all of it as the system would: no hook runs, nothing is flushed.
 */
public final class KilledMain {
  private KilledMain() {}

  /** Runs the program with its arguments. */
  public static void main(String[] arguments) {
    Steps steps = step -> kill(step, System.getProperty("vmcaster.kill", ""));
    int status =
        new Application(Terminal.NONE, new DatabaseOpener(), new Interruption(new Waiting()), steps)
            .run(arguments, Environment.ofProcess(), System.in, System.out, System.err);
    System.exit(status);
  }

  private static void kill(Step step, String wanted) {
    if (!step.name().equals(wanted)) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-9", "--", "-" + ProcessHandle.current().pid())
          .inheritIO()
          .start()
          .waitFor();
      Thread.sleep(60_000);
    } catch (IOException e) {
      throw new IllegalStateException("cannot kill this process", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
