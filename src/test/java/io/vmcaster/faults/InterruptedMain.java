package io.vmcaster.faults;

import io.vmcaster.Main;
import io.vmcaster.cli.Vmcaster;
import io.vmcaster.cli.Vmcaster.Interruption;
import io.vmcaster.cli.command.CommandContext;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.cli.output.Terminal.InputWait;
import io.vmcaster.context.Environment;
import io.vmcaster.testing.Patience;
import java.io.IOException;

/** The program, which gets Ctrl-C when it reaches the step that {@code vmcaster.kill} names. */
public final class InterruptedMain {
  private InterruptedMain() {}

  /** Runs the program with its arguments. */
  public static void main(String[] arguments) {
    Main.silenceLibraries();
    String wanted = System.getProperty("vmcaster.kill", "");
    Interruption interruption = Interruption.watch(new InputWait());
    int status =
        new Vmcaster(
                Terminal.NONE,
                CommandContext.Databases.REAL,
                interruption,
                step -> interrupt(interruption, step.name().equals(wanted)))
            .run(arguments, Environment.ofProcess(), System.in, System.out, System.err);
    interruption.workIsOver();
    System.exit(status);
  }

  /** Waits until the signal has come through, and goes on with what it left. */
  private static void interrupt(Interruption interruption, boolean now) {
    if (!now) {
      return;
    }
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(ProcessHandle.current().pid())).start();
      while (!interruption.requested()) {
        Thread.sleep(10);
      }
      Thread.sleep(Patience.LONG.toMillis()); // the interrupt ends it
    } catch (IOException e) {
      throw new IllegalStateException("cannot interrupt this process", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
