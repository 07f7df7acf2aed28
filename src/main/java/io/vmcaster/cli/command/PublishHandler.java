package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.error.NotFoundFailure;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Timestamps;
import io.vmcaster.service.edit.Selections;
import io.vmcaster.service.publish.PublishOptions;
import io.vmcaster.service.publish.PublishResult;
import io.vmcaster.service.publish.RenewalCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Signs and publishes lists. */
final class PublishHandler implements Handler<Request.Publish> {

  @Override
  public Result handle(Request.Publish request, Session session) {
    try (Publishing publishing = new Publishing(session)) {
      List<ListId> lists =
          request
              .list()
              .map(list -> List.of(Selections.list(publishing.catalogue(), list)))
              .orElseGet(() -> all(publishing));
      return report(publish(request, lists, publishing, Set.of()));
    }
  }

  /** Every list. Cron must not end well where there is none: it may look at the wrong database. */
  private static List<ListId> all(Publishing publishing) {
    List<ListId> lists = publishing.catalogue().lists();
    if (lists.isEmpty()) {
      throw new NotFoundFailure(
          "there is no image list in " + publishing.location() + ": nothing was published",
          "See whether -d or DISH_RDBMS names the right database.");
    }
    return lists;
  }

  /**
   * Publishes each list, however the others fare.
   *
   * @param coming where images would be by now, if this were no dry run
   * @throws io.vmcaster.cli.output.PartialFailure when some of several failed, after the last list
   */
  static List<PublishResult> publish(
      Request.Publish request, List<ListId> lists, Publishing publishing, Set<String> coming) {
    return new ListRuns(publishing.run().messages())
        .run(lists, list -> publish(request, list, publishing, coming));
  }

  private static Optional<PublishResult> publish(
      Request.Publish request, ListId list, Publishing publishing, Set<String> coming) {
    PublishOptions options =
        publishing.publishOptions(request.checkImages(), request.force(), coming);
    if (request.ifNeeded() && !isNeeded(request, list, publishing, options.lifetime())) {
      return Optional.empty();
    }
    PublishResult result = publishing.publisher().publish(list, options);
    publishing.run().messages().info(sentence(result));
    Texts.numbered(result.steps()).forEach(publishing.run().messages()::info);
    return Optional.of(result);
  }

  private static boolean isNeeded(
      Request.Publish request, ListId list, Publishing publishing, Duration lifetime) {
    RenewalCheck check = new RenewalCheck(publishing.catalogue(), publishing.run().now());
    if (check.reason(list, Duration.ofDays(request.renewDays())).isEmpty()) {
      return false;
    }
    Optional<Instant> end = check.endOfUnchanged(list);
    if (end.isEmpty() || publishing.lasts(lifetime, end.get())) {
      return true;
    }
    publishing
        .run()
        .messages()
        .warn(
            "list "
                + list
                + " ends on "
                + Timestamps.format(end.get())
                + ", as the certificate does, and would not last longer if it were published"
                + " again: renew the certificate");
    return false;
  }

  private static String sentence(PublishResult result) {
    String did =
        result.outcome() == PublishResult.ErrorReporter.PLANNED ? "would publish" : "published";
    return did
        + " version "
        + result.version()
        + " of list "
        + result.list()
        + " at "
        + result.uri()
        + ", valid until "
        + Timestamps.format(result.expires())
        + " ("
        + result.summary()
        + ")";
  }

  private static Result report(List<PublishResult> results) {
    return new Result.Done(Map.of("published", json(results)));
  }

  static JsonNode json(List<PublishResult> results) {
    return Json.array(results.stream().map(PublishHandler::json).toList());
  }

  static ObjectNode json(PublishResult result) {
    Map<String, JsonNode> members = new TreeMap<>();
    members.put("imagelist", Json.of(result.list().text()));
    members.put("outcome", Json.of(Texts.lower(result.outcome())));
    members.put("version", Json.of(result.version().text()));
    members.put("expires", Json.of(Timestamps.format(result.expires())));
    members.put("uri", Json.of(result.uri()));
    members.put("summary", Json.of(result.summary()));
    if (!result.steps().isEmpty()) {
      members.put("steps", Texts.json(result.steps()));
    }
    return Json.object(members);
  }
}
