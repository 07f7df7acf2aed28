package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Json;
import io.vmcaster.repository.DatabaseCopy;
import io.vmcaster.repository.Repository;
import java.util.Map;

/** Copies the database to another one. */
final class CopyDatabase extends Command {

  static final String NAMES = "--database-copy";

  CopyDatabase() {
    super(Flag.of(Heading.CARE, NAMES, "copy everything to another database").takes("URL"));
  }

  @Override
  public Result run(CommandContext context) {
    Repository from = context.repository();
    int lists;
    try (Repository to = context.open(trigger().value().orElseThrow())) {
      boolean dryRun = context.isDryRun();
      lists = dryRun ? DatabaseCopy.plan(from, to) : DatabaseCopy.copy(from, to);
      context
          .messages()
          .info(
              (dryRun ? "would copy " : "copied ")
                  + lists
                  + (lists == 1
                      ? " list with all that belongs to it from "
                      : " lists with all that belongs to them from ")
                  + from.location()
                  + " to "
                  + to.location());
    }
    return Result.done(Map.of("lists", Json.of(lists)));
  }
}
