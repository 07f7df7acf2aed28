package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.context.Check;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Version;
import io.vmcaster.service.ListVerification;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Does what a strict subscriber does, and tells of each check. */
final class VerifyList extends Command {

  static final String NAMES =
      "--imagelist-verify: fetch and verify a published list as a strict subscriber";

  private final Flag images =
      new Flag(Heading.CHECK, "--images: with --imagelist-verify: read its images, too");

  VerifyList(Options options) {
    super(options, new Flag(Heading.CHECK, NAMES).mayTake("FILE|URL"));
    takes(options.imagelist, images);
  }

  @Override
  public Result run(CommandContext context) {
    options.requireOneList(trigger());
    String source =
        trigger().value().orElseGet(() -> context.viewer().uri(options.selected(Item.Kind.LIST)));
    byte[] message = context.inputs().readList(source, context);
    ListVerification verification = new ListVerification(context.anchors(), context.run().now());
    verification
        .look(message, source)
        .ifPresent(list -> lookFurther(list, images.isGiven(), verification, context));
    context
        .fetcher()
        .detours(source)
        .forEach(fault -> verification.add(Check.fault("address", fault)));
    return report(verification.checks(), ExitStatus.INVALID);
  }

  private static void lookFurther(
      ImageList list, boolean images, ListVerification verification, CommandContext context) {
    boolean vouchedFor = verification.isVouchedFor();
    verification.lookAtVersion(list, ours(list, context));
    if (images && !vouchedFor) {
      verification.add(
          Check.fault("images", "they are not read: nobody who is trusted vouches for the list"));
    } else if (images) {
      Fetcher fetcher = context.fetcher();
      list.images().forEach(image -> verification.lookAtImage(image, fetcher, context.progress()));
    }
  }

  /** The version that the database has, if it has the list; other people's lists need none. */
  private static Optional<Version> ours(ImageList list, CommandContext context) {
    try {
      return context.glance().version(list.id());
    } catch (ConfigurationFailure | TemporaryFailure e) {
      context.messages().warn("the version is not compared with ours: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Checks, one a line.
   *
   * @param faulty how the process ends when one of them is a fault
   */
  static Result report(List<Check> checks, ExitStatus faulty) {
    boolean fault = checks.stream().anyMatch(check -> check.outcome() == Check.Outcome.FAULT);
    return Result.report(
        checks.stream()
            .map(
                check ->
                    "%-8s%s: %s"
                        .formatted(Result.label(check.outcome()), check.name(), check.sentence()))
            .toList(),
        Json.object(
            Map.of(
                "accepted", Json.of(!fault),
                "checks", Json.array(checks.stream().map(VerifyList::json).toList()))),
        fault ? faulty.code() : 0);
  }

  private static ObjectNode json(Check check) {
    return Json.object(
        Map.of(
            "check", Json.of(check.name()),
            "outcome", Json.of(Result.label(check.outcome())),
            "message", Json.of(check.sentence())));
  }
}
