package io.vmcaster.service;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure;
import io.vmcaster.model.Image;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.repository.orm.ReadTransaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Uploads a new build of an image, after the image was created and before its lists are published,
 * as far as that is asked for.
 */
public final class UploadAndPublish {

  private final PublishingContext context;
  private final Request request;

  /**
   * What is asked for.
   *
   * @param image the image
   * @param file the build
   * @param adding the image, when it is to be created first
   * @param list the list that is published; empty for those that hold the image
   * @param upload how the image is uploaded
   * @param publishing how lists are published; empty when none is
   * @param renewal how soon a list ends that is published although its image has not changed
   */
  public record Request(
      Selection image,
      Path file,
      Optional<ListEditor.NewImage> adding,
      Optional<Selection> list,
      UploadOptions upload,
      Optional<PublishOptions> publishing,
      Duration renewal) {}

  /**
   * What became of it.
   *
   * @param upload what became of the image
   * @param lists what became of its lists
   * @param failure why publishing failed, although the image is uploaded
   */
  public record Report(UploadResult upload, PublishRun.Report lists, Optional<Failure> failure) {}

  /** Work on what a database holds. */
  public UploadAndPublish(PublishingContext context, Request request) {
    this.context = context;
    this.request = request;
  }

  /**
   * Does it. A dry run goes on with a copy of the database, so that the image that would be added
   * can be uploaded, and the list that would change be published.
   *
   * @throws Failure when the image cannot be created or uploaded
   */
  public Report run() {
    boolean dryRun = request.upload().dryRun();
    add(context, dryRun, context.run().messages());
    if (!dryRun) {
      return run(context);
    }
    try (DryRunDatabase copy = copy(context.contents())) {
      PublishingContext other = context.with(copy.repository());
      add(other, false, Messages.SILENT);
      return run(other);
    }
  }

  private void add(PublishingContext where, boolean dryRun, Messages messages) {
    request.adding().ifPresent(new ListEditor(where.repository(), dryRun, messages)::add);
  }

  private DryRunDatabase copy(ReadTransaction contents) {
    Set<ListId> lists = new LinkedHashSet<>();
    request.list().ifPresent(list -> lists.add(list.list(contents)));
    Optional<ImageId> image =
        request.adding().filter(adding -> !contents.exists(adding.image())).isPresent()
            ? Optional.empty()
            : Optional.of(request.image().image(contents));
    image.ifPresent(found -> lists.addAll(contents.listsWith(found)));
    return DryRunDatabase.of(contents, lists, image.stream().toList());
  }

  private Report run(PublishingContext where) {
    ImageId image = request.image().image(where.contents());
    UploadResult uploaded =
        new ImageUploader(where)
            .upload(image, request.file(), lists(image, where.contents()), request.upload());
    where.tell(sentence(uploaded), uploaded.steps());
    if (uploaded.outcome() == UploadResult.Outcome.PLANNED) {
      assume(uploaded, where);
    }
    try {
      PublishRun.Report published = publish(uploaded, where);
      return new Report(uploaded, published, published.failure());
    } catch (Failure failure) {
      return new Report(uploaded, PublishRun.Report.NONE, Optional.of(failure));
    }
  }

  /** What the upload would have recorded; size and digest are not known without doing it. */
  private static void assume(UploadResult planned, PublishingContext copy) {
    copy.repository()
        .change(
            changes -> {
              Image before = changes.image(planned.image()).orElseThrow();
              ImageUploader.expected(before, planned)
                  .metadata()
                  .forEachEntry((key, value) -> changes.set(planned.image(), key, value));
              return before;
            });
  }

  private List<ListId> lists(ImageId image, ReadTransaction contents) {
    if (request.publishing().isEmpty()) {
      return List.of();
    }
    return request
        .list()
        .map(list -> List.of(list.list(contents)))
        .orElseGet(() -> contents.listsWith(image));
  }

  private PublishRun.Report publish(UploadResult uploaded, PublishingContext where) {
    if (request.publishing().isEmpty()) {
      return PublishRun.Report.NONE;
    }
    PublishOptions options = request.publishing().get();
    options =
        switch (uploaded.outcome()) {
          case UNCHANGED -> options.onlyIfNeeded(request.renewal());
          case PLANNED -> options.withComing(uploaded.uri());
          case UPLOADED -> options;
        };
    return new PublishRun(where).run(lists(uploaded.image(), where.contents()), options);
  }

  private static String sentence(UploadResult result) {
    return switch (result.outcome()) {
      case UNCHANGED ->
          "image "
              + result.image()
              + " is published as it is, at "
              + result.uri()
              + ": nothing to do";
      case PLANNED -> "would upload image " + result.image() + " to " + result.uri();
      case UPLOADED ->
          "uploaded version "
              + result.version()
              + " of image "
              + result.image()
              + " to "
              + result.uri()
              + " ("
              + result.size()
              + " bytes)";
    };
  }
}
