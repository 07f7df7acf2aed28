package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.PartialFailure;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.DryRunRepository;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.WriteTransaction;
import io.vmcaster.service.ImageUploader;
import io.vmcaster.service.PublishResult;
import io.vmcaster.service.UploadResult;
import io.vmcaster.service.edit.Plan;
import io.vmcaster.service.edit.Selection;
import io.vmcaster.service.edit.Selections;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Uploads a new build of an image, and publishes the lists that hold it if asked to. */
final class UploadImage extends Command {

  static final String NAMES = "--image-upload | --upload-image";

  private final Flag compressLevel =
      Flag.of(Heading.PUBLISH, "--compress-level", "how hard to compress, 1 to 9").takes("N");
  private final AddImage add;
  private final PublishLists update;
  private final Options options;

  UploadImage(Options options, AddImage add, PublishLists update) {
    super(
        Flag.of(
                Heading.PUBLISH,
                NAMES,
                "compress and upload an image, and update its entry; with --update, publish its"
                    + " lists")
            .takes("FILE"));
    this.options = options;
    this.add = add;
    this.update = update;
    needs(options.selection().image);
    takes(compressLevel, options.transfer().hint, options.transfer().force);
    mayInclude(add, update);
  }

  @Override
  public Result run(CommandContext context) {
    Optional<Integer> level = compressLevel.number(1, 9);
    if (update.isAsked()) {
      update.check();
    }
    Optional<Function<ReadTransaction, Plan>> adding =
        add.isAsked() ? Optional.of(add.planning(context)) : Optional.empty();
    adding.ifPresent(planning -> Edits.plan(context, planning));
    if (context.isDryRun()) {
      return dryRun(adding, level, context);
    }
    UploadResult uploaded = upload(level, context);
    return publishToo(uploaded, context);
  }

  /**
   * The dry run goes on with a copy of the database, so that the image that would be added can be
   * uploaded, and the list that would change be published.
   */
  private Result dryRun(
      Optional<Function<ReadTransaction, Plan>> adding,
      Optional<Integer> level,
      CommandContext context) {
    try (DryRunRepository copy = copy(context.repository().catalogue());
        CommandContext other = context.on(copy.repository())) {
      adding.ifPresent(planning -> copy.repository().change(changes -> make(planning, changes)));
      UploadResult planned = upload(level, other);
      if (planned.outcome() == UploadResult.Outcome.PLANNED) {
        copy.repository().change(changes -> assume(planned, changes));
      }
      return publishToo(planned, other);
    }
  }

  private DryRunRepository copy(ReadTransaction catalogue) {
    Set<ListId> lists = new LinkedHashSet<>();
    if (add.isAsked() || update.isAsked()) {
      update.selected().ifPresent(list -> lists.add(Selections.list(catalogue, list)));
    }
    Optional<ImageId> image =
        add.isAsked() && !catalogue.exists(add.image())
            ? Optional.empty()
            : Optional.of(Selections.image(catalogue, selected()));
    image.ifPresent(found -> lists.addAll(catalogue.listsWith(found)));
    return DryRunRepository.of(catalogue, lists, image.stream().toList());
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
    Image expected = ImageUploader.expected(before, planned);
    expected.metadata().forEachEntry((key, value) -> changes.set(id, key, value));
    return before;
  }

  private Selection selected() {
    return add.isAsked()
        ? new Selection(Item.Kind.IMAGE, add.image().text())
        : options.selection().selected(Item.Kind.IMAGE);
  }

  private UploadResult upload(Optional<Integer> level, CommandContext context) {
    Path file = context.environment().resolve(trigger().value().orElseThrow());
    ImageId image = Selections.image(context.repository().catalogue(), selected());
    UploadResult uploaded =
        new ImageUploader(context.publishing())
            .upload(
                image,
                file,
                listsToPublish(image, context.repository().catalogue()),
                context.uploadOptions(level));
    context.messages().info(sentence(uploaded));
    Texts.numbered(uploaded.steps()).forEach(context.messages()::info);
    return uploaded;
  }

  private List<ListId> listsToPublish(ImageId image, ReadTransaction catalogue) {
    if (!update.isAsked()) {
      return List.of();
    }
    return update
        .selected()
        .map(list -> List.of(Selections.list(catalogue, list)))
        .orElseGet(() -> catalogue.listsWith(image));
  }

  /**
   * Publishes the lists that hold the image, if that was asked for.
   *
   * @throws PartialFailure when that fails: the image is uploaded all the same
   */
  private Result publishToo(UploadResult uploaded, CommandContext context) {
    try {
      return Result.done(json(uploaded, publish(uploaded, context)));
    } catch (Failure failure) {
      throw new PartialFailure(failure.getMessage(), failure, json(uploaded, List.of()));
    } catch (PartialFailure some) {
      Map<String, JsonNode> done = json(uploaded, List.of());
      done.putAll(some.done());
      throw new PartialFailure(some.getMessage(), some.failure(), done);
    }
  }

  private List<PublishResult> publish(UploadResult uploaded, CommandContext context) {
    if (!update.isAsked()) {
      return List.of();
    }
    boolean onlyChanged = uploaded.outcome() == UploadResult.Outcome.UNCHANGED;
    boolean planned = uploaded.outcome() == UploadResult.Outcome.PLANNED;
    return update.publish(
        listsToPublish(uploaded.image(), context.repository().catalogue()),
        onlyChanged,
        planned ? Set.of(uploaded.uri()) : Set.of(),
        context);
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

  private static Map<String, JsonNode> json(UploadResult result, List<PublishResult> published) {
    Map<String, JsonNode> members = new TreeMap<>();
    members.put("image", Json.of(result.image().text()));
    members.put("outcome", Json.of(Texts.lower(result.outcome())));
    members.put("uri", Json.of(result.uri()));
    members.put("version", Json.of(result.version()));
    members.put("size", result.size() < 0 ? NullNode.instance : Json.of(result.size()));
    members.put("format", Json.of(result.format()));
    members.put("sha512", orNull(result.sha512().map(sum -> sum.hex())));
    if (!result.steps().isEmpty()) {
      members.put("steps", Texts.json(result.steps()));
    }
    members.put("published", PublishLists.json(published));
    return members;
  }

  private static JsonNode orNull(Optional<String> text) {
    return text.<JsonNode>map(Json::of).orElse(NullNode.instance);
  }
}
