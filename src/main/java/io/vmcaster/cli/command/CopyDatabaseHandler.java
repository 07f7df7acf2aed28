package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.model.Json;
import io.vmcaster.repository.DatabaseCopy;
import io.vmcaster.repository.Repository;
import java.util.Map;

/** Copies the database to another one. */
final class CopyDatabaseHandler implements Handler<Request.CopyDatabase> {

  @Override
  public Result handle(Request.CopyDatabase request, Session session) {
    Repository from = session.repository();
    int lists;
    try (Repository to = session.open(request.url())) {
      boolean dryRun = session.settings().dryRun();
      lists = dryRun ? DatabaseCopy.plan(from, to) : DatabaseCopy.copy(from, to);
      session
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
    return new Result.Done(Map.of("lists", Json.of(lists)));
  }
}
