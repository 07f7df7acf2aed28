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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion in a real zsh at a terminal, before the real program and a real database. */
final class ZshCompletionTest {

  private static final String LIST = "9b6fad19-d913-4cca-b77d-c4b4fcd9dc36";
  private static final String IMAGE = "5f00fec3-4f2a-4fa0-a965-d52115606044";
  private static final String ENDORSER = "/DC=org/DC=example/CN=Jane Doe";
  private static final String HOSTILE = "/DC=org/DC=hostile/CN=$(touch hacked)";

  /** What a user has in a file of that name; the shell says when it reads the keyboard. */
  private static final String ZSHRC =
      """
      PS1=
      fpath=($PWD $fpath)
      path=($PWD $path)
      autoload -Uz compinit && compinit -u -D
      show() { print -r -- "$BUFFER" >shown; BUFFER=; }
      zle-line-init() { print >ready; }
      zle -N show
      zle -N zle-line-init
      bindkey '^X' show
      """;

  /** Types each line of a file and a tab into that shell, and prints what is on its line then. */
  private static final String TYPIST =
      """
      zmodload zsh/zpty
      zpty shell 'ZDOTDIR=$PWD zsh -di'
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
        zpty -wn shell "$line"$'\\t\\x18'
        await shown
        cat shown
      done <lines
      zpty -d shell
      """;

  @TempDir Path directory;

  @Test
  void offersWhatTheDatabaseHolds() throws Exception {
    fill();
    List<String> typed =
        List.of(
            "vmcaster --imagelist 9b",
            "vmcaster --image 5f",
            "vmcaster --image=5f",
            "vmcaster --select",
            "vmcaster --imagelist-sh",
            "vmcaster --endorser /DC=org/DC=e",
            "vmcaster --endorser /DC=org/DC=h",
            "vmcaster -d sqlite:///other.db --image 5",
            "vmcaster --database=sqlite:///other.db --image 5",
            "vmcaster --log-format sy");

    assertThat(complete(typed))
        .containsExactly(
            "vmcaster --imagelist " + LIST,
            "vmcaster --image " + IMAGE,
            "vmcaster --image=" + IMAGE,
            "vmcaster --select",
            "vmcaster --imagelist-show",
            "vmcaster --endorser /DC=org/DC=example/CN=Jane\\ Doe",
            "vmcaster --endorser /DC=org/DC=hostile/CN=\\$\\(touch\\ hacked\\)",
            "vmcaster -d sqlite:///other.db --image 5",
            "vmcaster --database=sqlite:///other.db --image 5",
            "vmcaster --log-format syslog");
    assertThat(directory.resolve("hacked")).doesNotExist();
  }

  private void fill() throws Exception {
    VmcasterRun vmcaster = VmcasterRun.in(directory);
    vmcaster.run("--imagelist-add", LIST).succeeded();
    vmcaster.run("--image-add", IMAGE).succeeded();
    vmcaster.run("--endorser-add", ENDORSER).succeeded();
    vmcaster.run("--endorser-add", HOSTILE).succeeded();
    Files.writeString(directory.resolve("_vmcaster"), ZshCompletion.text());
    Path program = directory.resolve("vmcaster");
    List<String> command = new ArrayList<>(ProgramProcess.in(directory).command());
    Files.writeString(program, "#!/bin/sh\nexec " + String.join(" ", command) + " \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> complete(List<String> typed) throws Exception {
    Files.write(directory.resolve("lines"), typed);
    Files.writeString(directory.resolve("typist"), TYPIST);
    Files.writeString(directory.resolve(".zshrc"), ZSHRC);
    Shell.Outcome outcome = Shell.run(directory, "zsh", "-f", "typist");
    assertThat(outcome.status()).as(outcome.err() + outcome.out()).isZero();
    return outcome.out().lines().map(String::stripTrailing).toList();
  }
}
