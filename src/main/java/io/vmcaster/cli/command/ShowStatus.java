package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.context.Messages;
import io.vmcaster.credential.CertificateRules.Expiry;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Timestamps;
import io.vmcaster.service.PublicationHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells how lists stand; as a Nagios check if asked to. */
final class ShowStatus extends Command {

  static final String NAMES = "--status: print how each list stands";

  private final Flag nagios =
      new Flag(Heading.HISTORY, "--nagios: with --status: as a Nagios check");

  ShowStatus(Options options) {
    super(options, new Flag(Heading.HISTORY, NAMES));
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
      return nagios(lists, now, Duration.ofDays(days), json);
    }
    return Result.report(lists.stream().map(status -> line(status, now)).toList(), json, 0);
  }

  /** As a Nagios check: one line, and 0 for good, 1 for a warning, 2 for critical. */
  private static Result nagios(
      List<PublicationHistory.Status> lists, Instant now, Duration renewal, JsonNode json) {
    int worst = 0;
    List<String> findings = new ArrayList<>();
    for (PublicationHistory.Status list : lists) {
      int status = judge(list, now, renewal);
      worst = Math.max(worst, status);
      if (status > 0) {
        findings.add(list.list() + " " + finding(list, now));
      }
    }
    String text =
        findings.isEmpty() ? Messages.count(lists.size(), "list") : String.join(", ", findings);
    String line = "VMCASTER " + List.of("OK", "WARNING", "CRITICAL").get(worst) + " - " + text;
    return Result.report(List.of(line), json, worst);
  }

  private static int judge(PublicationHistory.Status list, Instant now, Duration renewal) {
    boolean over = list.end().filter(end -> !end.isAfter(now)).isPresent();
    return over ? 2 : list.isDue(now, renewal) ? 1 : 0;
  }

  private static String finding(PublicationHistory.Status list, Instant now) {
    if (list.end().isEmpty()) {
      return "never published";
    }
    return left(list.end().get(), now) + (list.changed() ? ", changed since" : "");
  }

  private static String line(PublicationHistory.Status status, Instant now) {
    if (status.published().isEmpty()) {
      return status.list() + "\tnever published from this database";
    }
    Publication last = status.published().get();
    return "%s\tversion %s of %s%s, list %s%s"
        .formatted(
            status.list(),
            last.version(),
            Timestamps.format(last.at()),
            status.changed() ? ", changed since" : "",
            left(last.expires(), now),
            status.certificateEnd().map(end -> ", certificate " + left(end, now)).orElse(""));
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
    return end.isBefore(now)
        ? "expired " + Timestamps.format(end)
        : "valid for " + Messages.count(days, "day");
  }

  private static ObjectNode json(PublicationHistory.Status status, Instant now) {
    Map<String, JsonNode> members = new TreeMap<>();
    members.put("imagelist", Json.of(status.list().text()));
    members.put("changed", Json.of(status.changed()));
    members.put("publication", Result.orNull(status.published().map(ShowHistory::json)));
    members.put("list-days", days(status.published().map(p -> p.expires()), now));
    members.put("certificate-days", days(status.certificateEnd(), now));
    return Json.object(members);
  }

  private static JsonNode days(Optional<Instant> end, Instant now) {
    return Result.orNull(end.map(instant -> Json.of(Duration.between(now, instant).toDays())));
  }
}
