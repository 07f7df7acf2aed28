package io.vmcaster.cli.request;

import io.vmcaster.cli.option.Arguments;
import io.vmcaster.cli.option.Option;
import io.vmcaster.error.UsageFailure;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.service.edit.Selection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes the requests that go beyond the database: servers, subscribers, the machine. */
final class ServerRequests {

  private static final Set<String> CONSUMERS =
      Set.of("hepix", "vmcatcher", "cloudkeeper", "atrope");
  private static final Set<String> SHELLS = Set.of("bash", "zsh");
  private static final int MANY = 1_000_000;

  private final Arguments arguments;
  private final Set<Action> actions;
  private final Requests requests;

  ServerRequests(Arguments arguments, Set<Action> actions, Requests requests) {
    this.arguments = arguments;
    this.actions = actions;
    this.requests = requests;
  }

  Request of(Action action) {
    return switch (action) {
      case DOWNLOAD -> download();
      case IMAGE_UPLOAD -> upload();
      case UPDATE -> publishAlone();
      case CHECK -> new Request.Check(target(Option.CHECK), consumers());
      case VERIFY -> new Request.Verify(target(Option.VERIFY), arguments.has(Option.IMAGES));
      case HISTORY -> new Request.History(requests.selected(Kind.LIST));
      case DIFF -> new Request.Diff(requests.selected(Kind.LIST), arguments.value(Option.DIFF));
      case ROLLBACK -> rollback();
      case PRUNE -> prune();
      case STATUS ->
          new Request.Status(
              requests.selection(Kind.LIST), arguments.has(Option.NAGIOS), renewDays());
      case DOCTOR -> new Request.Doctor(arguments.has(Option.TRY_WRITE));
      case DATABASE_COPY -> new Request.CopyDatabase(value(Option.DATABASE_COPY));
      case COMPLETION -> new Request.Completion(oneOf(Option.COMPLETION, SHELLS));
      case MANUAL -> new Request.Manual();
      default -> throw new IllegalStateException("no request for " + action);
    };
  }

  private String value(Option option) {
    return arguments.value(option).orElseThrow();
  }

  private Request download() {
    Optional<String> url = arguments.value(Option.DOWNLOAD);
    Optional<Selection> list = requests.selection(Kind.LIST);
    if (url.isEmpty() && list.isEmpty()) {
      throw new UsageFailure(Option.DOWNLOAD + " needs a URL or --imagelist UUID", null);
    }
    return new Request.Download(
        url, list, arguments.has(Option.FORCE), arguments.has(Option.TRUSTED));
  }

  private Request upload() {
    Optional<Request.AddImage> add =
        actions.contains(Action.IMAGE_ADD) ? Optional.of(requests.addImage()) : Optional.empty();
    Selection image =
        add.map(request -> new Selection(Kind.IMAGE, request.image().text()))
            .orElseGet(() -> requests.selected(Kind.IMAGE));
    Optional<Request.Publish> publish =
        actions.contains(Action.UPDATE) ? Optional.of(publish()) : Optional.empty();
    return new Request.Upload(
        value(Option.IMAGE_UPLOAD),
        image,
        add,
        requests.number(Option.COMPRESS_LEVEL, 1, 9),
        publish,
        arguments.values(Option.FLAG));
  }

  private Request publishAlone() {
    if (!arguments.has(Option.IMAGELIST) && !arguments.has(Option.ALL)) {
      throw new UsageFailure(Option.UPDATE + " needs --imagelist UUID, or --all", null);
    }
    return publish();
  }

  private Request.Publish publish() {
    if (arguments.has(Option.IMAGELIST) && arguments.has(Option.ALL)) {
      throw new UsageFailure("--imagelist and --all do not go together", null);
    }
    if (arguments.has(Option.RENEW_DAYS) && !arguments.has(Option.IF_NEEDED)) {
      throw new UsageFailure("--renew-days needs --if-needed", null);
    }
    return new Request.Publish(
        requests.selection(Kind.LIST),
        arguments.has(Option.IF_NEEDED),
        renewDays(),
        !arguments.has(Option.NO_CHECK_IMAGES),
        arguments.has(Option.FORCE));
  }

  private int renewDays() {
    return requests.number(Option.RENEW_DAYS, 0, MANY).orElse(7);
  }

  private Request.Target target(Option trigger) {
    Optional<String> source = arguments.value(trigger);
    Optional<Selection> list = requests.selection(Kind.LIST);
    if (source.isPresent() == list.isPresent()) {
      throw new UsageFailure(
          source.isPresent()
              ? trigger + " takes a file or URL, or --imagelist UUID, not both"
              : trigger + " needs --imagelist UUID, or a file or URL",
          null);
    }
    return new Request.Target(list, source);
  }

  private List<String> consumers() {
    for (String consumer : arguments.values(Option.FOR)) {
      requireOneOf(Option.FOR, consumer, CONSUMERS);
    }
    return arguments.values(Option.FOR).stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .toList();
  }

  private String oneOf(Option option, Set<String> choices) {
    String value = value(option);
    requireOneOf(option, value, choices);
    return value.toLowerCase(Locale.ROOT);
  }

  private static void requireOneOf(Option option, String value, Set<String> choices) {
    if (!choices.contains(value.toLowerCase(Locale.ROOT))) {
      throw new UsageFailure(
          option + " does not know '" + value + "'",
          "It knows " + String.join(", ", choices.stream().sorted().toList()) + ".");
    }
  }

  private Request rollback() {
    return new Request.Rollback(
        requests.selected(Kind.LIST),
        value(Option.ROLLBACK),
        !arguments.has(Option.NO_CHECK_IMAGES),
        arguments.has(Option.FORCE));
  }

  private Request prune() {
    return new Request.Prune(
        requests.selection(Kind.LIST),
        requests.selection(Kind.IMAGE),
        requests.number(Option.KEEP, 0, MANY).orElse(3),
        requests.number(Option.OLDER_THAN, 0, MANY));
  }
}
