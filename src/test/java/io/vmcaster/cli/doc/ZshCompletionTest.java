package io.vmcaster.cli.doc;

import static io.vmcaster.cli.doc.TypedShell.IMAGE;
import static io.vmcaster.cli.doc.TypedShell.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.cli.command.Commands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The completion in a real zsh at a terminal, before the real program and a real database. */
final class ZshCompletionTest {

  /** What a user has in a file of that name. */
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
      bindkey '^T' show
      """;

  @TempDir Path directory;

  @Test
  void offersWhatTheDatabaseHolds() throws Exception {
    TypedShell shell = new TypedShell(directory);
    Files.writeString(directory.resolve("_vmcaster"), Documents.zsh(Commands.model()));
    Files.writeString(directory.resolve(".zshrc"), ZSHRC);
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

    assertThat(shell.complete("ZDOTDIR=$PWD zsh -di", typed))
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
  }
}
