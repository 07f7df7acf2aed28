package io.vmcaster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmcaster.cli.Vmcaster;
import io.vmcaster.cli.Vmcaster.Interruption;
import io.vmcaster.cli.command.CommandContext;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.cli.output.Terminal.InputWait;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint.FailPoints;
import io.vmcaster.repository.sql.SqliteRepository.SqliteLibrary;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The class archive that the launcher has Java leave behind as this run ends, so that later ones
 * start sooner. An archive of a run that failed holds little, so the launcher uses one only when
 * this says, after a run in which all went well, that it is good: by a file beside it, which holds
 * SQLite's machine code, so that the driver need not unpack it at each start either.
 */
final class ClassArchive {

  /** The system property by which the launcher names the archive. */
  static final String PROPERTY = "vmcaster.archive";

  private ClassArchive() {}

  /**
   * Has the archive hold what any command line may end in, and says that it is good. A run does not
   * fail for want of it.
   */
  static void complete(Path archive) {
    endInUsageError();
    Path library = Path.of(archive + ".so");
    try {
      Path draft = Files.createTempFile(library.getParent(), library.getFileName().toString(), "~");
      SqliteLibrary.unpack(draft);
      // the archive of a system is everybody's to read
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(draft, library);
      closeOutput();
    } catch (IOException | UnsupportedOperationException e) {
      // the launcher will try again at another run
    }
  }

  /**
   * Whoever reads what this run prints need not wait for the archive, nor see what Java says of it
   * there.
   */
  private static void closeOutput() throws IOException {
    new FileOutputStream(FileDescriptor.out).close();
    new FileOutputStream(FileDescriptor.err).close();
  }

  private static void endInUsageError() {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    new Vmcaster(
            Terminal.NONE,
            CommandContext.Databases.REAL,
            new Interruption(new InputWait()),
            FailPoints.NONE)
        .run(
            new String[] {"--imagelist-lst"},
            Environment.ofProcess(),
            InputStream.nullInputStream(),
            nowhere,
            nowhere);
  }
}
