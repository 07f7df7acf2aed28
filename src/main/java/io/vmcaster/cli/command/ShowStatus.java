package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.credential.CertificateRules.Expiry;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Timestamps;
import io.vmcaster.service.PublicationHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells how lists stand; as a Nagios check if asked to. */
final class ShowStatus extends Command {

  static final String NAMES = "--status";

  private final Flag nagios =
      Flag.of(Heading.HISTORY, "--nagios", "with --status: as a Nagios check");

  ShowStatus(Options options) {
    super(options, Flag.of(Heading.HISTORY, NAMES, "print how each list stands"));
    takes(options.imagelist, nagios, options.renewDays);
  }

  @Override
  public Result run(CommandContext context) {
    int days = options.renewDaysOrUsual();
    PublicationHistory history = context.history();
    Instant now = context.run().now();
    if (!nagios.isGiven()) {
      tellEnds(context, now);
    }
    List<PublicationHistory.Status> lists = history.statuses(options.selection(Item.Kind.LIST));
    JsonNode json = Json.array(lists.stream().map(status -> json(status, now)).toList());
    if (nagios.isGiven()) {
      NagiosCheck check = NagiosCheck.of(lists, now, Duration.ofDays(days));
      return Result.report(List.of(check.line()), json, check.status());
    }
    return Result.report(lists.stream().map(status -> line(status, now)).toList(), json, 0);
  }

  private static String line(PublicationHistory.Status status, Instant now) {
    return status
        .published()
        .map(
            publication ->
                status.list()
                    + "\tversion "
                    + publication.version()
                    + " of "
                    + Timestamps.format(publication.at())
                    + (status.changed() ? ", changed since" : "")
                    + ", list "
                    + left(publication.expires(), now)
                    + status
                        .certificateEnd()
                        .map(end -> ", certificate " + left(end, now))
                        .orElse(""))
        .orElse(status.list() + "\tnever published from this database");
  }

  private static void tellEnds(CommandContext context, Instant now) {
    for (Expiry each : CredentialEnds.of(context)) {
      if (each.isSoon(now)) {
        context.messages().warn(each.told(now));
      } else {
        context.messages().info(each.told(now));
      }
    }
  }

  /** How long something is still valid, in words. */
  static String left(Instant end, Instant now) {
    long days = Duration.between(now, end).toDays();
    return end.isBefore(now) ? "expired " + Timestamps.format(end) : "valid for " + days + " days";
  }

  private static ObjectNode json(PublicationHistory.Status status, Instant now) {
    Map<String, JsonNode> members = new TreeMap<>();
    members.put("imagelist", Json.of(status.list().text()));
    members.put("changed", Json.of(status.changed()));
    members.put(
        "publication",
        orNull(status.published().map(publication -> (JsonNode) ShowHistory.json(publication))));
    members.put("list-days", days(status.published().map(p -> p.expires()), now));
    members.put("certificate-days", days(status.certificateEnd(), now));
    return Json.object(members);
  }

  private static JsonNode days(Optional<Instant> end, Instant now) {
    return orNull(end.map(instant -> Json.of(Duration.between(now, instant).toDays())));
  }

  private static JsonNode orNull(Optional<JsonNode> value) {
    return value.orElse(NullNode.instance);
  }
}
