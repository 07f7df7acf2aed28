package io.vmcaster.service;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure;
import io.vmcaster.model.Image;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Keys;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.service.DatabaseCopy.DryRunDatabase;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Uploads a new build of an image, after the image was created and before its lists are published,
 * as far as that is asked for.
 */
public record UploadAndPublish(PublishingContext context, Request request) {

  /**
   * What is asked for.
   *
   * @param image the image
   * @param file the build
   * @param adding the image, when it is to be created first
   * @param list the list that is published; empty for those that hold the image
   * @param compressLevel the compression's own level; empty for its default
   * @param publishing how lists are published, only if needed when the image has not changed; empty
   *     when none is
   */
  public record Request(
      Selection image,
      Path file,
      Optional<ListEditor.NewImage> adding,
      Optional<Selection> list,
      OptionalInt compressLevel,
      Optional<PublishRun.Options> publishing) {}

  /**
   * What became of it.
   *
   * @param upload what became of the image
   * @param lists what became of its lists
   * @param failure why publishing failed, although the image is uploaded
   */
  public record Report(UploadResult upload, PublishRun.Report lists, Optional<Failure> failure) {}

  /**
   * What became of an upload.
   *
   * @param outcome whether it was uploaded
   * @param image the image as it is now, or would be
   * @param steps what a dry run would do, in order; none otherwise
   */
  public record UploadResult(Outcome outcome, Image image, List<String> steps) {

    /** Whether it was uploaded. */
    public enum Outcome {
      /** The new build is on the server and recorded. */
      UPLOADED,
      /** A dry run: it would be uploaded; size and digest are not known without doing it. */
      PLANNED,
      /** The same build is published already. */
      UNCHANGED
    }

    /** A value of the image as text; empty when it has none. */
    public String text(String key) {
      return image.text(key).orElse("");
    }
  }

  /**
   * Does it. A dry run goes on with a copy of the database, so that the image that would be added
   * can be uploaded, and the list that would change be published.
   *
   * @throws Failure when the image cannot be created or uploaded
   */
  public Report run() {
    boolean dryRun = context.options().dryRun();
    add(context, dryRun, context.messages());
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
        new ImageUploader(
                where,
                image,
                request.file(),
                lists(image, where.contents()),
                request.compressLevel())
            .upload();
    where.tell(sentence(uploaded), uploaded.steps());
    if (uploaded.outcome() == UploadResult.Outcome.PLANNED) {
      assume(uploaded.image(), where);
    }
    try {
      PublishRun.Report published = publish(uploaded, where);
      return new Report(uploaded, published, published.failure());
    } catch (Failure failure) {
      return new Report(uploaded, PublishRun.Report.NONE, Optional.of(failure));
    }
  }

  /** What the upload would have recorded. */
  private static void assume(Image planned, PublishingContext copy) {
    copy.repository()
        .edit(
            changes ->
                planned
                    .metadata()
                    .forEachEntry((key, value) -> changes.set(planned.id(), key, value)));
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
    PublishRun.Options asked = request.publishing().get();
    boolean ifNeeded = asked.ifNeeded() || uploaded.outcome() == UploadResult.Outcome.UNCHANGED;
    return new PublishRun(where)
        .run(
            lists(uploaded.image().id(), where.contents()),
            new PublishRun.Options(
                asked.lifetime(), asked.checkImages(), ifNeeded, asked.renewal()));
  }

  private static String sentence(UploadResult result) {
    String image = "image " + result.image().id();
    String uri = result.text(Keys.URI);
    return switch (result.outcome()) {
      case UNCHANGED -> image + " is published as it is, at " + uri + ": nothing to do";
      case PLANNED -> "would upload " + image + " to " + uri;
      case UPLOADED ->
          "uploaded version "
              + (result.text(Keys.VERSION) + " of " + image + " to " + uri)
              + (" (" + result.text(Keys.SIZE) + " bytes)");
    };
  }
}
