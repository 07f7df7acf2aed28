package io.vmcaster.cli.doc;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.cli.command.Commands;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.config.Section.ProtocolKeys;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.testing.Shell;
import io.vmcaster.uploader.Protocols;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.OptionSpec;

/** Help, manual page and completions say the same, and their readers accept them. */
final class DocumentsTest {
  @TempDir Path directory;

  @BeforeEach
  void write() throws Exception {
    Documents.main(new String[] {directory.toString()});
  }

  static List<OptionSpec> flags() {
    return Commands.model().options();
  }

  @ParameterizedTest
  @MethodSource("flags")
  void helpPageAndCompletionsKnowTheSameOptions(OptionSpec option) throws Exception {
    Flag flag = Flag.of(option);
    String page = Files.readString(directory.resolve("vmcaster.1")).replace("\\-", "-");
    String bash = Files.readString(directory.resolve("vmcaster.bash"));
    String zsh = Files.readString(directory.resolve("_vmcaster"));
    String help = HelpText.text(Commands.model());
    for (String name : option.names()) {
      boolean shown = !flag.isHidden() && flag.names().contains(name);
      assertThat(page.contains("\\fB" + name + "\\fR")).isEqualTo(shown);
      assertThat(bash.matches("(?s).*options='[^']*(?<=[' ])" + name + "[' ].*")).isEqualTo(shown);
      assertThat(zsh.matches("(?s).*[*)]" + name + "[=+\\[].*")).isEqualTo(shown);
      assertThat(help.matches("(?s).*[ ,]" + name + "[, \\n].*")).isEqualTo(shown);
    }
    assertThat(help.contains(flag.withValue())).isNotEqualTo(flag.isHidden());
  }

  static List<ProtocolKeys> protocols() {
    return Protocols.keys();
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void pageAndExampleExplainEveryProtocol(ProtocolKeys protocol) throws Exception {
    String page = Files.readString(directory.resolve("vmcaster.1")).replace("\\-", "-");
    String example = Files.readString(Path.of("vmcaster.cfg.example"));
    for (String name : protocol.names()) {
      assertThat(page).containsPattern("(?m)^\\.BR(?= )(.* )" + name + " ");
      assertThat(example).contains('"' + name + '"');
    }
    for (String key : protocol.keys().keySet()) {
      assertThat(page).containsPattern("(?m)^\\.BR? (.* )?" + key + "( |$)");
      assertThat(example).containsPattern("(?m)^(# )?" + key + " = ");
    }
  }

  @ParameterizedTest
  @EnumSource(ExitStatus.class)
  void pageExplainsEveryExitStatus(ExitStatus status) throws Exception {
    assertThat(Files.readString(directory.resolve("vmcaster.1")))
        .contains(".TP\n\\fB" + status.code() + "\\fR\n");
  }

  @Test
  void groffHasNothingToComplainAboutInThePage() throws Exception {
    Shell.Outcome outcome =
        Shell.run(directory, "groff", "-man", "-ww", "-Tutf8", "-P-cbou", "vmcaster.1");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("EXIT STATUS");
  }

  @Test
  void neitherHasMandoc() throws Exception {
    assertThat(Shell.run(directory, "mandoc", "-T", "lint", "vmcaster.1").out()).isEmpty();
  }

  @Test
  void thePackedPageIsTheSame() throws Exception {
    assertThat(Shell.run(directory, "gunzip", "-c", "vmcaster.1.gz").out())
        .isEqualTo(Files.readString(directory.resolve("vmcaster.1")));
  }

  @Test
  void zshReadsItsCompletion() throws Exception {
    Shell.Outcome outcome =
        Shell.run(
            directory,
            "zsh",
            "-fc",
            "autoload -Uz compinit && compinit -uD && source ./_vmcaster && print"
                + " $_comps[vmcaster]");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).isEqualTo("_vmcaster\n");
  }
}
