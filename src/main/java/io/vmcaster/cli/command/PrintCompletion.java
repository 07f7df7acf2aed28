package io.vmcaster.cli.command;

import io.vmcaster.cli.doc.Documents;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the completion for a shell. */
final class PrintCompletion extends Command {

  static final String NAMES = "--completion: print the completion for bash or zsh";

  PrintCompletion(Options options) {
    super(options, new Flag(Heading.CARE, NAMES).takes("SHELL").from(List.of("bash", "zsh")));
  }

  @Override
  public Result run(CommandContext context) {
    CommandSpec model = Commands.model();
    String shell = trigger().chosen().get(0);
    return Result.text(shell.equals("zsh") ? Documents.zsh(model) : Documents.bash(model));
  }
}
