package io.vmcaster;

import io.vmcaster.cli.Interruption;
import io.vmcaster.cli.Vmcaster;
import io.vmcaster.cli.command.CommandContext;
import io.vmcaster.cli.output.StandardOutput;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.cli.output.Terminal.InputWait;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoints;
import io.vmcaster.error.ExitStatus;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The program's entry point. */
public final class Main {
  private Main() {}

  /** Runs one action and ends the process with its exit status. */
  public static void main(String[] arguments) {
    silenceLibraries();
    InputWait waiting = new InputWait();
    Interruption interruption = Interruption.watch(waiting);
    StandardOutput output = new StandardOutput();
    PrintStream out = new PrintStream(output, false, StandardCharsets.UTF_8);
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8);
    int status =
        new Vmcaster(
                Terminal.ofProcess(waiting),
                CommandContext.Databases.REAL,
                interruption,
                FailPoints.NONE)
            .run(arguments, Environment.ofProcess(), waiting.on(System.in), out, err);
    if (out.checkError() && output.complaint() != null) {
      err.println("vmcaster: error: the output cannot be written: " + output.complaint());
      err.flush();
      status = ExitStatus.TEMPORARY.code();
    }
    String archive = System.getProperty(ClassArchive.PROPERTY);
    if (archive != null && status == ExitStatus.DONE.code()) {
      ClassArchive.isGood(Path.of(archive));
    }
    interruption.workIsOver();
    System.exit(status);
  }

  /** Until somebody asks for a log, what libraries say goes nowhere, and costs next to nothing. */
  private static void silenceLibraries() {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("java.util.logging.config.class", "io.vmcaster.log.RunLog$Silent");
  }
}
