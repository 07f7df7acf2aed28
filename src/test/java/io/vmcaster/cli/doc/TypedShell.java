package io.vmcaster.cli.doc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.Shell;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Somebody who types into a shell at a terminal, beside the real program and a real database. */
final class TypedShell {

  static final String LIST = "9b6fad19-d913-4cca-b77d-c4b4fcd9dc36";
  static final String IMAGE = "5f00fec3-4f2a-4fa0-a965-d52115606044";
  private static final String ENDORSER = "/DC=org/DC=example/CN=Jane Doe";
  private static final String HOSTILE = "/DC=org/DC=hostile/CN=$(touch hacked)";

  /**
   * Types each line of a file and a tab into the shell, and prints what is on its line then. The
   * shell makes the file ready when it reads the keyboard, and writes its line upon {@code ^T}.
   */
  private static final String TYPIST =
      """
      zmodload zsh/zpty
      zpty shell "$1"
      await() {
        for i in {1..200}; do
          [[ ! -s $1 ]] || return 0
          zpty -rt shell drained
          sleep 0.1
        done
        print -r -- "$drained" >&2
        exit 1
      }
      await ready
      while IFS= read -r line; do
        rm -f shown
        zpty -wn shell "$line"$'\\t\\x14'
        await shown
        cat shown
      done <lines
      zpty -d shell
      """;

  private final Path directory;

  /** Lays out the program and its database in a directory. */
  TypedShell(Path directory) throws Exception {
    this.directory = directory;
    VmcasterRun vmcaster = VmcasterRun.in(directory);
    vmcaster.run("--imagelist-add", LIST).succeeded();
    vmcaster.run("--image-add", IMAGE).succeeded();
    vmcaster.run("--endorser-add", ENDORSER).succeeded();
    vmcaster.run("--endorser-add", HOSTILE).succeeded();
    Path program = directory.resolve("vmcaster");
    List<String> command = new ArrayList<>(ProgramProcess.in(directory).command());
    Files.writeString(program, "#!/bin/sh\nexec " + String.join(" ", command) + " \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** What each line is after a tab, in a shell that this command starts; nothing evil happened. */
  List<String> complete(String shell, List<String> typed) throws Exception {
    Files.write(directory.resolve("lines"), typed);
    Files.writeString(directory.resolve("typist"), TYPIST);
    Shell.Outcome outcome = Shell.run(directory, "zsh", "-f", "typist", shell);
    assertThat(outcome.status()).as(outcome.err() + outcome.out()).isZero();
    assertThat(directory.resolve("hacked")).doesNotExist();
    return outcome.out().lines().map(String::stripTrailing).toList();
  }
}
