package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.output.Result.PartialFailure;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Timestamps;
import io.vmcaster.service.PublishRun;
import io.vmcaster.service.PublishRun.PublishResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Signs and publishes lists. */
final class PublishLists extends Command {

  static final String NAMES =
      "--update | --imagelist-upload --upload-imagelist: sign and publish a list"
          + " under a new version";

  private final Flag all = new Flag(Heading.PUBLISH, "--all: with --update: every list");
  private final Flag ifNeeded =
      new Flag(Heading.PUBLISH, "--if-needed: with --update: only when it changed or expires soon");

  PublishLists(Options options) {
    super(options, new Flag(Heading.PUBLISH, NAMES));
    takes(
        options.imagelist,
        all,
        ifNeeded,
        options.renewDays,
        options.settings().lifetime,
        options.noCheckImages,
        options.force,
        options.hint);
  }

  @Override
  public Result run(CommandContext context) {
    if (!options.imagelist.isGiven() && !all.isGiven()) {
      throw new UsageFailure(trigger() + " needs --imagelist UUID, or --all", null);
    }
    check();
    CredentialEnds.warnOfServers(context);
    PublishRun.Report outcome =
        new PublishRun(context.publishing())
            .run(options.selection(Item.Kind.LIST), publishOptions(context));
    if (outcome.failure().isPresent()) {
      throw partialFailure(outcome);
    }
    return Result.done(Map.of("published", json(outcome.published())));
  }

  /** Some of several lists were not published. */
  static PartialFailure partialFailure(PublishRun.Report outcome) {
    Map<ListId, Failure> failed = outcome.failed();
    Failure first = outcome.failure().orElseThrow();
    return new PartialFailure(
        failed.size()
            + " of "
            + Messages.count(outcome.asked(), "list")
            + " failed: "
            + first.getMessage(),
        first,
        Map.of(
            "published", json(outcome.published()),
            "failed",
                Json.array(
                    failed.entrySet().stream()
                        .map(each -> json(each.getKey(), each.getValue()))
                        .toList())));
  }

  private static ObjectNode json(ListId list, Failure failure) {
    return Result.error(
        failure.status(),
        failure.getMessage(),
        failure.advice().orElse(""),
        Map.of("imagelist", Json.of(list.text())));
  }

  /**
   * Refuses options that do not go together.
   *
   * @throws UsageFailure naming them
   */
  void check() {
    if (options.imagelist.isGiven() && all.isGiven()) {
      throw new UsageFailure("--imagelist and --all do not go together", null);
    }
    if (options.renewDays.isGiven() && !ifNeeded.isGiven()) {
      throw new UsageFailure("--renew-days needs --if-needed", null);
    }
    options.renewDaysOrUsual();
  }

  /** How lists are published. */
  PublishRun.Options publishOptions(CommandContext context) {
    return context.publishOptions(ifNeeded.isGiven());
  }

  static JsonNode json(List<PublishResult> results) {
    return Json.array(results.stream().map(PublishLists::json).toList());
  }

  static ObjectNode json(PublishResult result) {
    Publication list = result.publication();
    Map<String, JsonNode> members = new TreeMap<>();
    members.put("imagelist", Json.of(list.list().text()));
    members.put("outcome", Json.of(result.isPlanned() ? "planned" : "published"));
    members.put("version", Json.of(list.version().text()));
    members.put("expires", Json.of(Timestamps.format(list.expires())));
    members.put("uri", Json.of(list.uri()));
    members.put("summary", Json.of(list.summary()));
    if (!result.steps().isEmpty()) {
      members.put("steps", Result.texts(result.steps()));
    }
    return Json.object(members);
  }
}
