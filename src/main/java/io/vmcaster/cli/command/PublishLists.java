package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Timestamps;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.ListPublisher;
import io.vmcaster.service.PublishResult;
import io.vmcaster.service.edit.Selection;
import io.vmcaster.service.edit.Selections;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Signs and publishes lists. */
final class PublishLists extends Command {

  static final String NAMES = "--update | --imagelist-upload --upload-imagelist";

  private final Flag all = Flag.of(Heading.PUBLISH, "--all", "with --update: every list");
  private final Flag ifNeeded =
      Flag.of(
          Heading.PUBLISH, "--if-needed", "with --update: only when it changed or expires soon");
  private final Options options;

  PublishLists(Options options) {
    super(Flag.of(Heading.PUBLISH, NAMES, "sign and publish a list under a new version"));
    this.options = options;
    takes(
        options.selection().imagelist,
        all,
        ifNeeded,
        options.transfer().renewDays,
        options.settings().lifetime,
        options.transfer().noCheckImages,
        options.transfer().force,
        options.transfer().hint);
  }

  @Override
  public Result run(CommandContext context) {
    if (!options.selection().imagelist.isGiven() && !all.isGiven()) {
      throw new UsageFailure(trigger() + " needs --imagelist UUID, or --all", null);
    }
    check();
    ReadTransaction catalogue = context.repository().catalogue();
    List<ListId> lists =
        selected()
            .map(list -> List.of(Selections.list(catalogue, list)))
            .orElseGet(() -> everyOne(catalogue, context));
    return Result.done(Map.of("published", json(publish(lists, false, Set.of(), context))));
  }

  /** Every list. Cron must not end well where there is none: it may look at the wrong database. */
  private static List<ListId> everyOne(ReadTransaction catalogue, CommandContext context) {
    List<ListId> lists = catalogue.lists();
    if (lists.isEmpty()) {
      throw new NotFoundFailure(
          "there is no image list in "
              + context.repository().location()
              + ": nothing was published",
          "See whether -d or DISH_RDBMS names the right database.");
    }
    return lists;
  }

  /**
   * Refuses options that do not go together.
   *
   * @throws UsageFailure naming them
   */
  void check() {
    if (options.selection().imagelist.isGiven() && all.isGiven()) {
      throw new UsageFailure("--imagelist and --all do not go together", null);
    }
    if (options.transfer().renewDays.isGiven() && !ifNeeded.isGiven()) {
      throw new UsageFailure("--renew-days needs --if-needed", null);
    }
    options.transfer().renewDaysOrUsual();
  }

  /** The list that was selected, if one was. */
  Optional<Selection> selected() {
    return options.selection().selection(Item.Kind.LIST);
  }

  /**
   * Publishes each list, however the others fare.
   *
   * @param onlyChanged leave out what did not change, whether or not that was asked for
   * @param coming where images would be by now, if this were no dry run
   * @throws io.vmcaster.cli.output.PartialFailure when some of several failed, after the last list
   */
  List<PublishResult> publish(
      List<ListId> lists, boolean onlyChanged, Set<String> coming, CommandContext context) {
    boolean changed = onlyChanged || ifNeeded.isGiven();
    CredentialEnds.warnOfServers(context);
    return new ListRuns(context.messages())
        .run(lists, list -> publish(list, changed, coming, context));
  }

  private Optional<PublishResult> publish(
      ListId list, boolean onlyChanged, Set<String> coming, CommandContext context) {
    Optional<Duration> renewal =
        onlyChanged
            ? Optional.of(Duration.ofDays(options.transfer().renewDaysOrUsual()))
            : Optional.empty();
    Optional<PublishResult> result =
        new ListPublisher(context.publishing())
            .publish(list, context.publishOptions(renewal, coming));
    result.ifPresent(it -> tell(it, context));
    return result;
  }

  private static void tell(PublishResult result, CommandContext context) {
    context.messages().info(sentence(result));
    Texts.numbered(result.steps()).forEach(context.messages()::info);
  }

  private static String sentence(PublishResult result) {
    String did = result.outcome() == PublishResult.Outcome.PLANNED ? "would publish" : "published";
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

  static JsonNode json(List<PublishResult> results) {
    return Json.array(results.stream().map(PublishLists::json).toList());
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
