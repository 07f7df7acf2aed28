package io.vmcaster.cli.command;

import io.vmcaster.cli.doc.Completion;
import io.vmcaster.cli.doc.ManualPage;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the completion for a shell, or the manual page. */
final class PrintDocument extends Command {

  static final String COMPLETION = "--completion: print the completion for bash or zsh";
  static final String MANUAL = "--manual-page";

  /** One of the names above. */
  PrintDocument(String names, Options options) {
    super(options, new Flag(Heading.CARE, names));
    if (is(COMPLETION)) {
      trigger().takes("SHELL").from(List.of("bash", "zsh"));
    }
  }

  @Override
  public Result run(CommandContext context) {
    CommandSpec model = Commands.model();
    if (is(MANUAL)) {
      return Result.text(ManualPage.text(model));
    }
    String shell = trigger().chosen().get(0);
    return Result.text(shell.equals("zsh") ? Completion.zsh(model) : Completion.bash(model));
  }
}
