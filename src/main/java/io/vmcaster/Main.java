package io.vmcaster;

import io.vmcaster.cli.Vmcaster;
import io.vmcaster.cli.Vmcaster.Interruption;
import io.vmcaster.cli.command.CommandContext;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.cli.output.Terminal.InputWait;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint.FailPoints;
import io.vmcaster.error.ExitStatus;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The program's entry point. */
public final class Main {
  private Main() {}

  /**
   * Runs one action and ends the process with its exit status. Where the launcher says by {@code
   * vmcaster.halt} that no library has unpacked anything that it would have to remove, it ends at
   * once: an orderly exit first looks for a logger (Java 21 and newer) and opens the jar for that,
   * which takes a short run a fifth of its time.
   */
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
    if (out.checkError() && output.reason() != null) {
      err.println("vmcaster: error: the output cannot be written: " + output.reason());
      err.flush();
      status = ExitStatus.TEMPORARY.code();
    }
    String archive = System.getProperty(ClassArchive.PROPERTY);
    interruption.workIsOver();
    if (archive != null) {
      ClassArchive.end(Path.of(archive), status);
    }
    if (Boolean.getBoolean("vmcaster.halt")) {
      Runtime.getRuntime().halt(status);
    }
    System.exit(status);
  }

  /**
   * Until somebody asks for a log, what libraries say goes nowhere, and costs next to nothing. This
   * comes before anything else of a process.
   */
  public static void silenceLibraries() {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("java.util.logging.config.class", "io.vmcaster.log.RunLog$Silent");
  }

  /** Standard output that remembers why it could not be written. */
  private static final class StandardOutput extends OutputStream {

    /** Where systems show it as a file: Linux, and the others. */
    private static final List<String> ITSELF = List.of("/proc/self/fd/1", "/dev/fd/1");

    // kinds of files, as inode(7) has them
    private static final int KINDS = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;

    private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    private IOException failure;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    /** Why it failed, other than by a reader who has gone; null when it did not. */
    String reason() {
      return failure == null || isRead() ? null : String.valueOf(failure.getMessage());
    }

    /**
     * Whether a program reads it. Writing to a pipe or a socket fails only when nobody reads it any
     * more, and what the system calls that depends on the user's language.
     */
    private static boolean isRead() {
      for (String name : ITSELF) {
        try {
          int kind = (Integer) Files.getAttribute(Path.of(name), "unix:mode") & KINDS;
          return kind == PIPE || kind == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
          // not here: the next one; without any, rather one word too many
        }
      }
      return false;
    }
  }
}
