package io.vmcaster.cli.handler;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.print.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.Catalogue;
import io.vmcaster.repository.Changes;
import io.vmcaster.repository.Rehearsal;
import io.vmcaster.service.edit.Plan;
import io.vmcaster.service.edit.Selection;
import io.vmcaster.service.edit.Selections;
import io.vmcaster.service.upload.ExpectedBuild;
import io.vmcaster.service.upload.UploadResult;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The dry run of an upload, with what comes before and after it: on a copy of the database, so that
 * the image that would be added can be uploaded, and the list that would change be published.
 */
final class UploadRehearsal {

  private final Request.Upload request;
  private final Session session;

  UploadRehearsal(Request.Upload request, Session session) {
    this.request = request;
    this.session = session;
  }

  Result run() {
    Catalogue catalogue = session.repository().catalogue();
    Optional<Function<Catalogue, Plan>> adding =
        request.add().map(add -> AddImageHandler.planning(add, session));
    adding.ifPresent(planning -> Edits.plan(session, planning));
    try (Rehearsal copy = copy(catalogue);
        Publishing publishing = new Publishing(session, copy.repository())) {
      adding.ifPresent(planning -> copy.repository().change(changes -> make(planning, changes)));
      UploadResult planned = UploadHandler.upload(request, session, publishing);
      if (planned.outcome() == UploadResult.Outcome.PLANNED) {
        copy.repository().change(changes -> assume(planned, changes));
      }
      return UploadHandler.publishToo(request, planned, publishing);
    }
  }

  private Rehearsal copy(Catalogue catalogue) {
    Set<ListId> lists = new LinkedHashSet<>();
    request.add().flatMap(Request.AddImage::list).ifPresent(it -> add(catalogue, it, lists));
    request.publish().flatMap(Request.Publish::list).ifPresent(it -> add(catalogue, it, lists));
    Optional<ImageId> image = image(catalogue);
    image.ifPresent(found -> lists.addAll(catalogue.listsWith(found)));
    return Rehearsal.of(catalogue, lists, image.stream().toList());
  }

  private static void add(Catalogue catalogue, Selection list, Set<ListId> lists) {
    lists.add(Selections.list(catalogue, list));
  }

  /** The image, unless it is one that would be added. */
  private Optional<ImageId> image(Catalogue catalogue) {
    Optional<Item> added = request.add().map(Request.AddImage::image);
    return added.filter(item -> !catalogue.exists(item)).isPresent()
        ? Optional.empty()
        : Optional.of(Selections.image(catalogue, request.image()));
  }

  private static Plan make(Function<Catalogue, Plan> planning, Changes changes) {
    Plan plan = planning.apply(changes);
    plan.work().accept(changes);
    return plan;
  }

  /** What the upload would have recorded; size and digest are not known without doing it. */
  private static Image assume(UploadResult planned, Changes changes) {
    ImageId id = planned.image();
    Image before = changes.image(id).orElseThrow();
    Image expected = ExpectedBuild.of(before, planned.uri(), planned.format());
    expected.metadata().members().forEach((key, value) -> changes.set(id, key, value));
    return before;
  }
}
