package io.vmcaster.faults;

import io.vmcaster.Main;
import io.vmcaster.cli.Vmcaster;
import io.vmcaster.cli.Vmcaster.Interruption;
import io.vmcaster.cli.command.CommandContext;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.cli.output.Terminal.InputWait;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint.FailPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The program, killed when it reaches the step that the property {@code vmcaster.kill} names. It
 * leads a process group, and kills all of it as the system would: no hook runs, nothing is flushed.
 * At the step {@code vmcaster.pause} it waits until the file {@code go} is in its directory.
 */
public final class KilledMain {
  private KilledMain() {}

  /** Runs the program with its arguments. */
  public static void main(String[] arguments) {
    Main.silenceLibraries();
    FailPoints steps =
        step -> {
          if (step.name().equals(System.getProperty("vmcaster.pause"))) {
            pause();
          }
          if (step.name().equals(System.getProperty("vmcaster.kill"))) {
            kill();
          }
        };
    int status =
        new Vmcaster(
                Terminal.NONE,
                CommandContext.Databases.REAL,
                new Interruption(new InputWait()),
                steps)
            .run(arguments, Environment.ofProcess(), System.in, System.out, System.err);
    System.exit(status);
  }

  /** Says that it is there, and goes on when a file says so. */
  private static void pause() {
    try {
      Files.createFile(Path.of("paused"));
      while (Files.notExists(Path.of("go"))) {
        Thread.sleep(20);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot pause", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void kill() {
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
