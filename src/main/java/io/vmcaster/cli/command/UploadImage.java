package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.output.Result.PartialFailure;
import io.vmcaster.error.Failure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.service.ListEditor.NewImage;
import io.vmcaster.service.PublishRun;
import io.vmcaster.service.PublishRun.PublishResult;
import io.vmcaster.service.PublishRun.UploadResult;
import io.vmcaster.service.Selection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Uploads a new build of an image, and publishes the lists that hold it if asked to. */
final class UploadImage extends Command {

  static final String NAMES =
      "--image-upload | --upload-image: compress and upload an image, and update its"
          + " entry; with --update, publish its lists";

  private final Flag compressLevel =
      new Flag(Heading.PUBLISH, "--compress-level: how hard to compress, 1 to 9").takes("N");
  private final AddImage add;
  private final PublishLists update;

  UploadImage(Options options, AddImage add, PublishLists update) {
    super(options, new Flag(Heading.PUBLISH, NAMES).takes("FILE"));
    this.add = add;
    this.update = update;
    needs(options.image);
    takes(compressLevel, options.hint, options.force);
    mayInclude(add, update);
  }

  @Override
  public Result run(CommandContext context) {
    Optional<Integer> level = compressLevel.number(1, 9);
    if (update.isAsked()) {
      update.check();
      CredentialEnds.warnOfServers(context);
    }
    Optional<NewImage> adding = add.isAsked() ? Optional.of(add.asked(context)) : Optional.empty();
    PublishRun.UploadRequest request =
        new PublishRun.UploadRequest(
            adding
                .map(image -> new Selection(Item.Kind.IMAGE, image.image().text()))
                .orElseGet(() -> options.selected(Item.Kind.IMAGE)),
            context.environment().resolve(trigger().value().orElseThrow()),
            adding,
            options.selection(Item.Kind.LIST),
            level.map(OptionalInt::of).orElseGet(OptionalInt::empty),
            update.isAsked() ? Optional.of(update.publishOptions(context)) : Optional.empty());
    return result(new PublishRun(context.publishing()).upload(request));
  }

  /**
   * What there is to print.
   *
   * @throws PartialFailure when publishing failed: the image is uploaded all the same
   */
  private static Result result(PublishRun.UploadReport outcome) {
    Map<String, JsonNode> done = json(outcome.upload(), outcome.lists().published());
    if (outcome.failure().isEmpty()) {
      return Result.done(done);
    }
    Failure failure = outcome.failure().get();
    if (outcome.lists().failed().isEmpty()) {
      throw new PartialFailure(failure.getMessage(), failure, done);
    }
    PartialFailure some = PublishLists.partialFailure(outcome.lists());
    done.putAll(some.done());
    throw new PartialFailure(some.getMessage(), failure, done);
  }

  private static Map<String, JsonNode> json(UploadResult result, List<PublishResult> published) {
    boolean known = result.outcome() != UploadResult.Outcome.PLANNED;
    Map<String, JsonNode> members = new TreeMap<>();
    members.put("image", Json.of(result.image().id().text()));
    members.put("outcome", Json.of(Result.label(result.outcome())));
    members.put("uri", Json.of(result.text(Keys.URI)));
    members.put("version", Json.of(result.text(Keys.VERSION)));
    long size = result.image().size();
    members.put("size", known && size >= 0 ? Json.of(size) : NullNode.instance);
    members.put("format", Json.of(result.text(Keys.FORMAT)));
    Optional<String> digest = result.image().sha512().filter(any -> known).map(Sha512::hex);
    members.put("sha512", Result.orNull(digest.map(Json::of)));
    if (!result.steps().isEmpty()) {
      members.put("steps", Result.texts(result.steps()));
    }
    members.put("published", PublishLists.json(published));
    return members;
  }
}
