package io.vmcaster.cli.command;

import io.vmcaster.cli.doc.Documents;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;

/** Prints the manual page, for who packages the program. */
final class PrintManual extends Command {

  static final String NAMES = "--manual-page";

  PrintManual(Options options) {
    super(options, new Flag(Heading.CARE, NAMES));
  }

  @Override
  public Result run(CommandContext context) {
    return Result.text(Documents.manualPage(Commands.model()));
  }
}
