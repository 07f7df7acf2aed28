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

/** The completion in a real bash at a terminal, before the real program and a real database. */
final class BashAtATerminalTest {

  /** What a user has in a file of that name. */
  private static final String BASHRC =
      """
      PS1=
      PATH=$PWD:$PATH
      source ./vmcaster.bash
      show() { printf '%s\\n' "$READLINE_LINE" >shown; READLINE_LINE=; READLINE_POINT=0; }
      bind -x '"\\C-t": show'
      PROMPT_COMMAND='echo >ready'
      """;

  @TempDir Path directory;

  @Test
  void offersWhatTheDatabaseHolds() throws Exception {
    TypedShell shell = new TypedShell(directory);
    Files.writeString(directory.resolve("vmcaster.bash"), Documents.bash(Commands.model()));
    Files.writeString(directory.resolve("bashrc"), BASHRC);
    List<String> typed =
        List.of(
            "vmcaster --imagelist 9b",
            "vmcaster --image 5f",
            "vmcaster --image=5f",
            "vmcaster --select",
            "vmcaster --imagelist-sh",
            "vmcaster --endorser /DC=org/DC=e",
            "vmcaster --endorser /DC=org/DC=h",
            "vmcaster --endorser=/DC=org/DC=e",
            "vmcaster --image-key-set hv:fo",
            "vmcaster -d sqlite:///other.db --image 5",
            "vmcaster --database=sqlite:///other.db --image 5",
            "vmcaster --config-file vmcaster.ba",
            "vmcaster --log-format sy");

    assertThat(shell.complete("bash --noprofile --rcfile bashrc -i", typed))
        .containsExactly(
            "vmcaster --imagelist " + LIST,
            "vmcaster --image " + IMAGE,
            "vmcaster --image=" + IMAGE,
            "vmcaster --select",
            "vmcaster --imagelist-show",
            "vmcaster --endorser /DC=org/DC=example/CN=Jane\\ Doe",
            "vmcaster --endorser /DC=org/DC=hostile/CN=\\$\\(touch\\ hacked\\)",
            "vmcaster --endorser=/DC=org/DC=example/CN=Jane\\ Doe",
            "vmcaster --image-key-set hv:format",
            "vmcaster -d sqlite:///other.db --image 5",
            "vmcaster --database=sqlite:///other.db --image 5",
            "vmcaster --config-file vmcaster.bash",
            "vmcaster --log-format syslog");
  }
}
