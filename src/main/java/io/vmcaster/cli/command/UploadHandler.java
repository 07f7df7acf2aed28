package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.PartialFailure;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.error.Failure;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Selection;
import io.vmcaster.service.edit.Selections;
import io.vmcaster.service.publish.PublishResult;
import io.vmcaster.service.upload.UploadResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Uploads a new build of an image, and publishes the lists that hold it if asked to. */
final class UploadHandler implements Handler<Request.Upload> {

  @Override
  public Result handle(Request.Upload request, Session session) {
    if (session.settings().dryRun()) {
      return new DryRunUpload(request, session).run();
    }
    try (Publishing publishing = new Publishing(session)) {
      request.add().ifPresent(add -> Edits.plan(session, AddImageHandler.planning(add, session)));
      UploadResult uploaded = upload(request, session, publishing);
      return publishToo(request, uploaded, publishing);
    }
  }

  /** Uploads the file, and tells. */
  static UploadResult upload(Request.Upload request, Session session, Publishing publishing) {
    Path file = session.environment().resolve(request.file());
    ImageId image = Selections.image(publishing.catalogue(), request.image());
    UploadResult uploaded =
        publishing
            .uploader(expected -> requirePublishable(request, expected, publishing))
            .upload(image, file, publishing.uploadOptions(request.compressLevel()));
    session.messages().info(sentence(uploaded));
    Texts.numbered(uploaded.steps()).forEach(session.messages()::info);
    return uploaded;
  }

  /** What makes a list unfit for publishing is found before gigabytes are sent, not after. */
  private static void requirePublishable(
      Request.Upload request, Image expected, Publishing publishing) {
    for (ListId id : listsToPublish(request, expected.id(), publishing.catalogue())) {
      ImageList list = publishing.catalogue().list(id).orElseThrow();
      publishing.preflight().requireSignable(list.with(expected));
    }
  }

  private static List<ListId> listsToPublish(
      Request.Upload request, ImageId image, ReadTransaction catalogue) {
    if (request.publish().isEmpty()) {
      return List.of();
    }
    Optional<Selection> chosen = request.publish().get().list();
    return chosen
        .map(list -> List.of(Selections.list(catalogue, list)))
        .orElseGet(() -> catalogue.listsWith(image));
  }

  /**
   * Publishes the lists that hold the image, if that was asked for.
   *
   * @throws PartialFailure when that fails: the image is uploaded all the same
   */
  static Result publishToo(Request.Upload request, UploadResult uploaded, Publishing publishing) {
    try {
      return new Result.Done(json(uploaded, publish(request, uploaded, publishing)));
    } catch (Failure failure) {
      throw new PartialFailure(failure.getMessage(), failure, json(uploaded, List.of()));
    } catch (PartialFailure some) {
      Map<String, JsonNode> done = json(uploaded, List.of());
      done.putAll(some.done());
      throw new PartialFailure(some.getMessage(), some.failure(), done);
    }
  }

  private static List<PublishResult> publish(
      Request.Upload request, UploadResult uploaded, Publishing publishing) {
    if (request.publish().isEmpty()) {
      return List.of();
    }
    Request.Publish publish = request.publish().get();
    List<ListId> lists = listsToPublish(request, uploaded.image(), publishing.catalogue());
    boolean onlyChanged = uploaded.outcome() == UploadResult.ErrorReporter.UNCHANGED;
    return PublishHandler.publish(
        new Request.Publish(
            publish.list(),
            publish.ifNeeded() || onlyChanged,
            publish.renewDays(),
            publish.checkImages(),
            publish.force()),
        lists,
        publishing,
        uploaded.outcome() == UploadResult.ErrorReporter.PLANNED
            ? Set.of(uploaded.uri())
            : Set.of());
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
    members.put("published", PublishHandler.json(published));
    return members;
  }

  private static JsonNode orNull(Optional<String> text) {
    return text.<JsonNode>map(Json::of).orElse(NullNode.instance);
  }
}
