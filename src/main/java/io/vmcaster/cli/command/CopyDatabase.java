package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Json;
import java.util.Map;

/** Copies the database to another one. */
final class CopyDatabase extends Command {

  static final String NAMES = "--database-copy: copy everything to another database";

  CopyDatabase(Options options) {
    super(options, new Flag(Heading.CARE, NAMES).takes("URL"));
  }

  @Override
  public Result run(CommandContext context) {
    int lists =
        context
            .copyTo(trigger().value().orElseThrow())
            .copy(context.isDryRun(), context.messages());
    return Result.done(Map.of("lists", Json.of(lists)));
  }
}
