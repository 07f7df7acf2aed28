package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.option.Settings;
import io.vmcaster.cli.output.Result;
import io.vmcaster.context.Check;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.service.ListChecker;
import io.vmcaster.service.ListVerification;
import io.vmcaster.service.ListViewer;
import io.vmcaster.service.Selection;
import io.vmcaster.subscriber.Consumer;
import io.vmcaster.subscriber.Finding;
import io.vmcaster.subscriber.Finding.FindingGroup;
import io.vmcaster.subscriber.Finding.Severity;
import io.vmcaster.subscriber.FixCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Tells what consumers will make of a list, and how to fix what they will not like. */
final class CheckList extends Command {

  static final String NAMES =
      "--imagelist-check: tell what each subscriber will make of a list, and how to fix it";

  private final Flag only =
      new Flag(
              Heading.CHECK,
              "--for: only for hepix, vmcatcher, cloudkeeper or atrope; may be repeated")
          .takes("CONSUMER")
          .from(List.of("atrope", "cloudkeeper", "hepix", "vmcatcher"))
          .repeatable();

  CheckList(Options options) {
    super(options, new Flag(Heading.CHECK, NAMES).mayTake("FILE|URL"));
    takes(options.imagelist, only);
  }

  @Override
  public Result run(CommandContext context) {
    Set<Consumer> chosen = ListChecker.consumers(only.chosen());
    options.requireOneList(trigger());
    Optional<Selection> list = options.selection(Item.Kind.LIST);
    return report(
        list.isPresent()
            ? stored(list.get(), chosen, context)
            : published(trigger().value().orElseThrow(), chosen, context));
  }

  private static List<Finding> stored(
      Selection selection, Set<Consumer> chosen, CommandContext context) {
    ListViewer viewer = context.viewer();
    ImageList list = viewer.list(selection);
    tellRoot(context);
    Set<Consumer> consumers = chosen.isEmpty() ? configured(list, context) : chosen;
    return new ListChecker(consumers, context.run().now(), Optional.empty())
        .stored(list, viewer.published(list.id()), viewer.elsewhere(list));
  }

  /** What sites need for the certificate that would sign, where it can be read without asking. */
  private static void tellRoot(CommandContext context) {
    try {
      Check root =
          ListVerification.root(
              context.signingChain(), context.anchors().filter(Files::isDirectory));
      if (root.outcome() == Check.Outcome.WARNING) {
        context.messages().warn(root.sentence());
      } else {
        context.messages().info(root.sentence());
      }
    } catch (TrustFailure e) {
      LoggerFactory.getLogger(CheckList.class)
          .debug(e.getMessage()); // a check needs no certificate
    }
  }

  private static List<Finding> published(
      String source, Set<Consumer> chosen, CommandContext context) {
    Optional<Path> asked =
        context
            .settings()
            .trustAnchors()
            .filter(found -> found.source().equals("--ca-dir")) // the usual is of whoever checks
            .map(Settings.Found::value);
    return new ListChecker(chosen, context.run().now(), asked)
        .published(context.inputs().readList(source, context), source);
  }

  /** Whom the configuration publishes this list for; a check needs no configuration. */
  private static Set<Consumer> configured(ImageList list, CommandContext context) {
    Optional<Path> file = context.settings().configurationFile().map(Settings.Found::value);
    if (file.filter(Files::exists).isEmpty()) {
      return Set.of();
    }
    return list.text(Keys.URI)
        .flatMap(context.configuration(context.messages())::route)
        .map(route -> ListChecker.consumers(route.section().consumers()))
        .orElse(Set.of());
  }

  private static Result report(List<Finding> findings) {
    return Result.report(
        lines(FindingGroup.of(findings)),
        Json.object("findings", Json.array(findings.stream().map(Finding::toJson).toList())),
        findings.stream().anyMatch(Finding::isError)
            ? ExitStatus.INVALID.code()
            : ExitStatus.DONE.code());
  }

  /** By what is to be done: what one command fixes stands together above it. */
  private static List<String> lines(List<FindingGroup> groups) {
    Map<List<Object>, List<FindingGroup>> tasks = new LinkedHashMap<>();
    for (FindingGroup group : groups) {
      tasks
          .computeIfAbsent(
              List.of(group.image(), FixCommand.target(group.fix())), task -> new ArrayList<>())
          .add(group);
    }
    List<String> lines = new ArrayList<>();
    Optional<ImageId> last = Optional.empty();
    for (List<FindingGroup> task : tasks.values()) {
      Optional<ImageId> image = task.get(0).image();
      if (image.isPresent() && !image.equals(last)) {
        lines.add("image " + image.get() + ":");
      }
      last = image;
      String indent = image.isPresent() ? "  " : "";
      task.forEach(group -> lines.add(indent + group.text()));
      lines.add(indent + "    " + FixCommand.joined(task.stream().map(FindingGroup::fix).toList()));
    }
    if (groups.size() > 1) {
      lines.add(counts(groups));
    }
    return lines;
  }

  private static String counts(List<FindingGroup> groups) {
    Map<Severity, Long> counts = new EnumMap<>(Severity.class);
    groups.forEach(group -> counts.merge(group.severity(), 1L, Long::sum));
    return counts.entrySet().stream()
        .map(
            count ->
                count.getValue() + " " + count.getKey().label() + (count.getValue() > 1 ? "s" : ""))
        .collect(Collectors.joining(", ", "in all: ", ""));
  }
}
