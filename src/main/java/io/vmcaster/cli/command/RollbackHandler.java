package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.error.InterruptedFailure;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Version;
import io.vmcaster.service.edit.Selections;
import io.vmcaster.service.publish.PublishResult;
import io.vmcaster.service.publish.Rollback;

/** Publishes an earlier content of a list again. */
final class RollbackHandler implements Handler<Request.Rollback> {

  @Override
  public Result handle(Request.Rollback request, Session session) {
    try (Publishing publishing = new Publishing(session)) {
      ListId list = Selections.list(publishing.catalogue(), request.list());
      Version version = new Version(request.version());
      Rollback.find(publishing.catalogue(), list, version);
      confirm(session, list, version);
      PublishResult result =
          new Rollback(publishing.publisher())
              .rollBack(
                  list, version, publishing.publishOptions(request.checkImages(), request.force()));
      session
          .messages()
          .info(
              (session.settings().dryRun() ? "would publish" : "published")
                  + " the content of version "
                  + version
                  + " of list "
                  + list
                  + " as version "
                  + result.version());
      Texts.numbered(result.steps()).forEach(session.messages()::info);
      return new Result.Done(Json.members(PublishHandler.json(result)));
    }
  }

  private static void confirm(Session session, ListId list, Version version) {
    if (!session.settings().dryRun()
        && !session
            .questions()
            .confirm("Publish version " + version + " of list " + list + " again?")) {
      throw new InterruptedFailure("nothing was published: not confirmed", null);
    }
  }
}
