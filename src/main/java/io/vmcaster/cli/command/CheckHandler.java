package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.config.Configuration;
import io.vmcaster.config.ConfigurationReader;
import io.vmcaster.config.Route;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Selection;
import io.vmcaster.service.edit.Selections;
import io.vmcaster.service.publish.ChosenConsumers;
import io.vmcaster.service.publish.PublicationHistory;
import io.vmcaster.service.verify.ConsumerCheck;
import io.vmcaster.subscriber.Consumer;
import io.vmcaster.subscriber.Finding;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells what consumers will make of a list, and how to mend what they will not like. */
final class CheckHandler implements Handler<Request.Check> {

  @Override
  public Result handle(Request.Check request, Session session) {
    return report(
        request.target().list().isPresent()
            ? stored(request, request.target().list().get(), session)
            : published(request, request.target().source().orElseThrow(), session));
  }

  private static List<Finding> stored(Request.Check request, Selection selection, Session session) {
    ReadTransaction catalogue = session.repository().catalogue();
    ListId id = Selections.list(catalogue, selection);
    ImageList list = catalogue.list(id).orElseThrow();
    Set<Consumer> consumers = chosen(request);
    if (consumers.isEmpty()) {
      consumers = configured(list, session);
    }
    return new ConsumerCheck(orAll(consumers), session.run().now())
        .stored(
            list,
            PublicationHistory.latest(catalogue, id).map(Publication::version),
            elsewhere(list, catalogue));
  }

  /** Which of its images another list holds, too. */
  private static Map<ImageId, ListId> elsewhere(ImageList list, ReadTransaction catalogue) {
    Set<ImageId> own = list.images().stream().map(Image::id).collect(Collectors.toSet());
    return catalogue.bindings().stream()
        .filter(binding -> !binding.list().equals(list.id()))
        .filter(binding -> binding.image().filter(own::contains).isPresent())
        .collect(
            Collectors.toMap(
                binding -> binding.image().orElseThrow(),
                ReadTransaction.Binding::list,
                (first, more) -> first));
  }

  private static List<Finding> published(Request.Check request, String source, Session session) {
    return new ConsumerCheck(orAll(chosen(request)), session.run().now())
        .published(PublicLists.fetch(source, session), source);
  }

  private static Set<Consumer> chosen(Request.Check request) {
    Set<Consumer> chosen = EnumSet.noneOf(Consumer.class);
    request.consumers().forEach(name -> Consumer.parse(name).ifPresent(chosen::add));
    return chosen;
  }

  private static Set<Consumer> orAll(Set<Consumer> consumers) {
    return consumers.isEmpty() ? EnumSet.allOf(Consumer.class) : consumers;
  }

  /** Whom the configuration publishes this list for; a check needs no configuration. */
  private static Set<Consumer> configured(ImageList list, Session session) {
    Optional<Route> route =
        session
            .settings()
            .configurationFile()
            .map(found -> found.value())
            .filter(Files::exists)
            .flatMap(
                file -> {
                  Configuration configuration = ConfigurationReader.read(file, session.messages());
                  return list.text(Keys.URI).flatMap(configuration::route);
                });
    return route.map(found -> new ChosenConsumers(found.section()).consumers()).orElse(Set.of());
  }

  private static Result report(List<Finding> findings) {
    return new Result.Report(
        findings.stream().flatMap(finding -> lines(finding).stream()).toList(),
        Json.object("findings", Json.array(findings.stream().map(Finding::toJson).toList())),
        Finding.anyError(findings) ? ExitStatus.INVALID.code() : ExitStatus.DONE.code());
  }

  private static List<String> lines(Finding finding) {
    String where =
        finding.image().map(image -> " image " + image).orElse("")
            + finding.key().map(key -> " " + key).orElse("");
    return List.of(
        Texts.lower(finding.severity())
            + " "
            + finding.consumer().label()
            + where
            + ": "
            + finding.message(),
        "    " + finding.fix());
  }
}
