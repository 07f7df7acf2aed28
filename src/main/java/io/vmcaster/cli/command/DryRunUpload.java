package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.DryRunRepository;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.WriteTransaction;
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
final class DryRunUpload {

  private final Request.Upload request;
  private final Session session;

  DryRunUpload(Request.Upload request, Session session) {
    this.request = request;
    this.session = session;
  }

  Result run() {
    ReadTransaction catalogue = session.repository().catalogue();
    Optional<Function<ReadTransaction, Plan>> adding =
        request.add().map(add -> AddImageHandler.planning(add, session));
    adding.ifPresent(planning -> Edits.plan(session, planning));
    try (DryRunRepository copy = copy(catalogue);
        Publishing publishing = new Publishing(session, copy.repository())) {
      adding.ifPresent(planning -> copy.repository().change(changes -> make(planning, changes)));
      UploadResult planned = UploadHandler.upload(request, session, publishing);
      if (planned.outcome() == UploadResult.ErrorReporter.PLANNED) {
        copy.repository().change(changes -> assume(planned, changes));
      }
      return UploadHandler.publishToo(request, planned, publishing);
    }
  }

  private DryRunRepository copy(ReadTransaction catalogue) {
    Set<ListId> lists = new LinkedHashSet<>();
    request.add().flatMap(Request.AddImage::list).ifPresent(it -> add(catalogue, it, lists));
    request.publish().flatMap(Request.Publish::list).ifPresent(it -> add(catalogue, it, lists));
    Optional<ImageId> image = image(catalogue);
    image.ifPresent(found -> lists.addAll(catalogue.listsWith(found)));
    return DryRunRepository.of(catalogue, lists, image.stream().toList());
  }

  private static void add(ReadTransaction catalogue, Selection list, Set<ListId> lists) {
    lists.add(Selections.list(catalogue, list));
  }

  /** The image, unless it is one that would be added. */
  private Optional<ImageId> image(ReadTransaction catalogue) {
    Optional<Item> added = request.add().map(Request.AddImage::image);
    return added.filter(item -> !catalogue.exists(item)).isPresent()
        ? Optional.empty()
        : Optional.of(Selections.image(catalogue, request.image()));
  }

  private static Plan make(Function<ReadTransaction, Plan> planning, WriteTransaction changes) {
    Plan plan = planning.apply(changes);
    plan.work().accept(changes);
    return plan;
  }

  /** What the upload would have recorded; size and digest are not known without doing it. */
  private static Image assume(UploadResult planned, WriteTransaction changes) {
    ImageId id = planned.image();
    Image before = changes.image(id).orElseThrow();
    Image expected = ExpectedBuild.of(before, planned.uri(), planned.format());
    expected.metadata().forEachEntry((key, value) -> changes.set(id, key, value));
    return before;
  }
}
