package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.error.InterruptedFailure;
import io.vmcaster.model.Json;
import io.vmcaster.service.edit.Selections;
import io.vmcaster.service.history.ImagePruner;
import io.vmcaster.service.history.PruneOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Removes files of images that nothing names any more. */
final class PruneHandler implements Handler<Request.Prune> {

  @Override
  public Result handle(Request.Prune request, Session session) {
    try (Publishing publishing = new Publishing(session)) {
      ImagePruner pruner =
          new ImagePruner(session.repository(), publishing.places(), publishing.run().now());
      PruneOptions options =
          new PruneOptions(
              request.list().map(list -> Selections.list(publishing.catalogue(), list)),
              request.image().map(image -> Selections.image(publishing.catalogue(), image)),
              request.keep(),
              Duration.ofDays(request.olderThanDays().orElse(0)));
      List<String> candidates = pruner.candidates(options);
      if (!session.settings().dryRun() && !candidates.isEmpty()) {
        confirm(session, candidates);
        candidates = pruner.remove(candidates, options, session.settings().lockWait());
      }
      return report(session, candidates);
    }
  }

  private static void confirm(Session session, List<String> candidates) {
    String question =
        "Remove " + candidates.size() + " files:\n  " + String.join("\n  ", candidates) + "\n?";
    if (!session.questions().confirm(question)) {
      throw new InterruptedFailure("nothing was removed: not confirmed", null);
    }
  }

  private static Result report(Session session, List<String> uris) {
    boolean dryRun = session.settings().dryRun();
    session
        .messages()
        .info((dryRun ? "would remove " : "removed ") + uris.size() + " files of old images");
    return new Result.Report(
        uris,
        Json.object(
            Map.of(
                "removed", Texts.json(uris),
                "dry-run", Json.of(dryRun))),
        0);
  }
}
