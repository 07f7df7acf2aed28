package io.vmcaster.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.context.Messages;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.service.DatabaseCopy.DryRunDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Publishes several lists, each however the others fare; before that, as far as it is asked for,
 * creates an image and uploads a new build of it.
 */
public record PublishRun(PublishingContext context) {

  /** Of several faults the kind that is checked first decides how the run ends. */
  private static final List<ExitStatus> FIRST_CHECKED =
      List.of(
          ExitStatus.USAGE,
          ExitStatus.CONFIGURATION,
          ExitStatus.NOT_FOUND,
          ExitStatus.INVALID,
          ExitStatus.TRUST,
          ExitStatus.TRANSFER,
          ExitStatus.TEMPORARY,
          ExitStatus.LOCKED);

  /**
   * How lists are published.
   *
   * @param lifetime how long a list is to be valid
   * @param checkImages whether the servers are asked for each image first
   * @param ifNeeded whether only what has changed, was not seen, or ends soon is published
   * @param renewal how soon that is
   */
  public record Options(
      Duration lifetime, boolean checkImages, boolean ifNeeded, Duration renewal) {}

  /**
   * A list that was published, or would be.
   *
   * @param publication what is public now, or would be
   * @param steps what a dry run would do, in order; none otherwise
   */
  public record PublishResult(Publication publication, List<String> steps) {

    /** Whether it only would be published. */
    public boolean isPlanned() {
      return !steps.isEmpty();
    }
  }

  /**
   * What became of several lists.
   *
   * @param asked how many they were
   * @param published those that were published; those that needed it not are left out
   * @param failed why others were not
   */
  public record Report(int asked, List<PublishResult> published, Map<ListId, Failure> failed) {

    /** No list was asked for, or none could be begun. */
    static final Report NONE = new Report(0, List.of(), Map.of());

    /** What decides how the run ends; empty when nothing failed. */
    public Optional<Failure> failure() {
      return failed.values().stream()
          .min(Comparator.comparing(failure -> FIRST_CHECKED.indexOf(failure.status())));
    }
  }

  /**
   * An upload that is asked for, and what goes with it.
   *
   * @param image the image
   * @param file the build
   * @param adding the image, when it is to be created first
   * @param list the list that is published; empty for those that hold the image
   * @param compressLevel the compression's own level; empty for its default
   * @param publishing how lists are published, only if needed when the image has not changed; empty
   *     when none is
   */
  public record UploadRequest(
      Selection image,
      Path file,
      Optional<ListEditor.NewImage> adding,
      Optional<Selection> list,
      OptionalInt compressLevel,
      Optional<Options> publishing) {}

  /**
   * What became of it.
   *
   * @param upload what became of the image
   * @param lists what became of its lists
   * @param failure why publishing failed, although the image is uploaded
   */
  public record UploadReport(UploadResult upload, Report lists, Optional<Failure> failure) {}

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
   * Publishes a list, or every list when none is selected.
   *
   * @throws Failure when there is one list, and it cannot be published
   */
  public Report run(Optional<Selection> only, Options options) {
    ReadTransaction contents = context.contents();
    return run(
        only.map(selection -> List.of(selection.list(contents)))
            .orElseGet(() -> everyOne(contents)),
        options);
  }

  /** Every list. Cron must not end well where there is none: it may look at the wrong database. */
  private List<ListId> everyOne(ReadTransaction contents) {
    List<ListId> lists = contents.lists();
    if (lists.isEmpty()) {
      throw new NotFoundFailure(
          "there is no image list in %s: nothing was published"
              .formatted(context.repository().location()),
          "See whether -d or DISH_RDBMS names the right database.");
    }
    return lists;
  }

  /** Publishes lists; see {@link #run(Optional, Options)}. */
  Report run(List<ListId> lists, Options options) {
    List<PublishResult> published = new ArrayList<>();
    Map<ListId, Failure> failed = new LinkedHashMap<>();
    for (ListId list : lists) {
      try {
        Optional<PublishResult> result = new ListPublisher(context).publish(list, options);
        result.ifPresent(each -> context.tell(sentence(each), each.steps()));
        result.ifPresent(published::add);
      } catch (InterruptedFailure stop) {
        throw stop;
      } catch (Failure failure) {
        if (lists.size() == 1) {
          throw failure;
        }
        String advice = failure.advice().map(text -> ". " + text).orElse("");
        context.messages().warn("list " + list + ": " + failure.getMessage() + advice);
        failed.put(list, failure);
      }
    }
    return new Report(lists.size(), published, failed);
  }

  private static String sentence(PublishResult result) {
    Publication list = result.publication();
    return did(result)
        + (" version " + list.version() + " of list " + list.list() + " at " + list.uri())
        + (", valid until " + Timestamps.format(list.expires()) + " (" + list.summary() + ")");
  }

  private static String did(PublishResult result) {
    return result.isPlanned() ? "would publish" : "published";
  }

  /**
   * An earlier publication of a list.
   *
   * @throws NotFoundFailure when that version was not published from this database
   */
  public Publication find(Selection list, Version version) {
    ReadTransaction contents = context.contents();
    return new PublicationHistory(contents).find(list.list(contents), version);
  }

  /** Publishes what {@link #find} found again, under a higher version. */
  public PublishResult rollBack(Publication earlier, Options options) {
    ListId list = earlier.list();
    PublishResult result = new ListPublisher(context).rollBack(list, earlier.version(), options);
    Version now = result.publication().version();
    context.tell(
        did(result)
            + (" the content of version " + earlier.version())
            + (" of list " + list + " as version " + now),
        result.steps());
    return result;
  }

  /**
   * Uploads a build, after its image was created and before its lists are published. A dry run goes
   * on with a copy of the database, so that the image that would be added can be uploaded, and the
   * list that would change be published.
   *
   * @throws Failure when the image cannot be created or uploaded
   */
  public UploadReport upload(UploadRequest request) {
    boolean dryRun = context.options().dryRun();
    add(request, dryRun, context.messages());
    if (!dryRun) {
      return uploadAndPublish(request);
    }
    try (DryRunDatabase copy = copy(request)) {
      PublishRun rest = new PublishRun(context.with(copy.repository()));
      rest.add(request, false, Messages.SILENT);
      return rest.uploadAndPublish(request);
    }
  }

  private void add(UploadRequest request, boolean dryRun, Messages messages) {
    request.adding().ifPresent(new ListEditor(context.repository(), dryRun, messages)::add);
  }

  private DryRunDatabase copy(UploadRequest request) {
    ReadTransaction contents = context.contents();
    Set<ListId> lists = new LinkedHashSet<>();
    request.list().ifPresent(list -> lists.add(list.list(contents)));
    Optional<ImageId> image =
        request.adding().filter(adding -> !contents.exists(adding.image())).isPresent()
            ? Optional.empty()
            : Optional.of(request.image().image(contents));
    image.ifPresent(found -> lists.addAll(contents.listsWith(found)));
    return DryRunDatabase.of(contents, lists, image.stream().toList());
  }

  private UploadReport uploadAndPublish(UploadRequest request) {
    ImageId image = request.image().image(context.contents());
    UploadResult uploaded =
        new ImageUploader(
                context, image, request.file(), lists(request, image), request.compressLevel())
            .upload();
    context.tell(sentence(uploaded), uploaded.steps());
    if (uploaded.outcome() == UploadResult.Outcome.PLANNED) { // then as it would have recorded
      ObjectNode metadata = uploaded.image().metadata();
      context
          .repository()
          .edit(changes -> metadata.forEachEntry((key, value) -> changes.set(image, key, value)));
    }
    try {
      Report published = publish(uploaded, request);
      return new UploadReport(uploaded, published, published.failure());
    } catch (Failure failure) {
      return new UploadReport(uploaded, Report.NONE, Optional.of(failure));
    }
  }

  private List<ListId> lists(UploadRequest request, ImageId image) {
    ReadTransaction contents = context.contents();
    if (request.publishing().isEmpty()) {
      return List.of();
    }
    return request
        .list()
        .map(list -> List.of(list.list(contents)))
        .orElseGet(() -> contents.listsWith(image));
  }

  private Report publish(UploadResult uploaded, UploadRequest request) {
    if (request.publishing().isEmpty()) {
      return Report.NONE;
    }
    Options asked = request.publishing().get();
    boolean ifNeeded = asked.ifNeeded() || uploaded.outcome() == UploadResult.Outcome.UNCHANGED;
    return run(
        lists(request, uploaded.image().id()),
        new Options(asked.lifetime(), asked.checkImages(), ifNeeded, asked.renewal()));
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
              + (" (" + Messages.count(Long.parseLong(result.text(Keys.SIZE)), "byte") + ")");
    };
  }
}
