package io.vmcaster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmcaster.cli.Vmcaster;
import io.vmcaster.cli.Vmcaster.Interruption;
import io.vmcaster.cli.command.CommandContext;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.cli.output.Terminal.InputWait;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint.FailPoints;
import io.vmcaster.error.ExitStatus;
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
import java.util.List;
import java.util.stream.Stream;

/**
 * The class archive that the launcher has Java leave behind as this run ends, so that later ones
 * start sooner. An archive of a run that failed holds little, so the launcher uses one only when
 * this says, after a run in which all went well, that it is good: by a file beside it, which holds
 * SQLite's machine code, so that the driver need not unpack it at each start either.
 */
final class ClassArchive {

  /** The system property by which the launcher names the archive. */
  static final String PROPERTY = "vmcaster.archive";

  /** What the launcher calls an archive for commands that change the database. */
  private static final String EDIT = "-edit-";

  private static final String LIST =
      """
      {"hv:imagelist": {
        "dc:identifier": "one", "dc:title": "One", "hv:version": "1",
        "hv:endorser": {"hv:x509": {"hv:dn": "/O=Example/CN=Jane Doe", "hv:ca": "/O=Example/CN=CA"}},
        "hv:images": [{"hv:image": {"dc:identifier": "two", "dc:title": "Two", "hv:size": 2}}]}}
      """;

  private static final String NEW = "7b1aea46-8776-4447-9450-00e720fc042c";

  private ClassArchive() {}

  /**
   * Tells the launcher how the run ended, for Java's own status will be that of writing the
   * archive. After a run in which all went well it has the archive hold what further command lines
   * of its kind take, and says that it is good. A run does not fail for want of it.
   */
  static void end(Path archive, int status) {
    try {
      closeOutput();
      Files.move(Path.of(archive + ".running"), Path.of(archive + ".ended." + status));
      if (status == ExitStatus.DONE.code()) {
        complete(archive);
      }
    } catch (IOException | UnsupportedOperationException e) {
      // the launcher will try again at another run
    }
  }

  private static void complete(Path archive) throws IOException {
    run("--imagelist-lst"); // any may end in a usage error
    Path library = Path.of(archive + ".so");
    if (archive.getFileName().toString().contains(EDIT)) {
      edit();
    }
    Path draft = Files.createTempFile(library.getParent(), library.getFileName().toString(), "~");
    SqliteLibrary.unpack(draft);
    // the archive of a system is everybody's to read
    Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(draft, library);
  }

  /** Each edit takes classes that others do not, of Hibernate's above all. */
  private static void edit() throws IOException {
    Path place = Files.createTempDirectory("vmcaster");
    Path database = place.resolve("dish.db");
    Path list = Files.writeString(place.resolve("list.json"), LIST);
    String[] on = {"-d", "sqlite:///" + database};
    run(on, "--imagelist-import-json", list.toString());
    for (String key : List.of("hv:version", "hv:size")) { // one that is new, and one that is not
      run(on, "--image", "two", "--image-key-set", key, "--image-value", "3");
    }
    run(on, "--image-add", NEW, "--imagelist", "one");
    run(on, "--image-del", NEW);
    Files.deleteIfExists(database);
    Files.delete(list);
    Files.delete(place);
  }

  private static void run(String[] first, String... others) {
    run(Stream.of(first, others).flatMap(Stream::of).toArray(String[]::new));
  }

  /**
   * Whoever reads what this run prints need not wait for the archive, nor see what Java says of it
   * there.
   */
  static void closeOutput() {
    for (FileDescriptor standard : List.of(FileDescriptor.out, FileDescriptor.err)) {
      try {
        new FileOutputStream(standard).close();
      } catch (IOException e) {
        return; // closed before
      }
    }
  }

  private static void run(String... arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
    new Vmcaster(
            Terminal.NONE,
            CommandContext.Databases.REAL,
            new Interruption(new InputWait()),
            FailPoints.NONE)
        .run(arguments, Environment.ofProcess(), InputStream.nullInputStream(), nowhere, nowhere);
  }
}
