package io.vmcaster.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What an action found or did: lines for people, one JSON document for programs. */
public record Result(Supplier<String> text, Supplier<JsonNode> json, int status) {

  /** Identifiers, one a line. */
  public static Result names(List<String> names) {
    return new Result(() -> lines(names, false), () -> texts(names), 0);
  }

  /** Lists with their images, a pair a line; a list without images alone on its line. */
  public static Result pairs(Map<ListId, List<ImageId>> lists) {
    return new Result(() -> lines(lists), () -> json(lists), 0);
  }

  /** Metadata, a key and its value a line. */
  public static Result metadata(ObjectNode metadata) {
    return new Result(() -> lines(metadata), () -> metadata, 0);
  }

  /** A JSON document, which is the same as text. */
  public static Result document(JsonNode document) {
    return new Result(() -> Json.pretty(document) + "\n", () -> document, 0);
  }

  /** Text as it is; in JSON, one string. */
  public static Result text(String text) {
    return new Result(() -> text.stripTrailing() + "\n", () -> Json.of(text.stripTrailing()), 0);
  }

  /** Something was done, of which people read on standard error. */
  public static Result done(Map<String, JsonNode> details) {
    return new Result(() -> "", () -> Json.object(details), 0);
  }

  /**
   * Anything else.
   *
   * @param lines for people
   * @param json for programs
   * @param status how the process ends
   */
  public static Result report(List<String> lines, JsonNode json, int status) {
    return new Result(() -> lines(lines, true), () -> json, status);
  }

  /**
   * A failure, of which people read on standard error.
   *
   * @param exit how the process ends
   * @param message what failed, and why
   * @param advice what to do next; may be empty
   * @param done what was done all the same; may be empty
   */
  public static Result failed(
      ExitStatus exit, String message, String advice, Map<String, JsonNode> done) {
    return new Result(
        () -> "",
        () -> {
          Map<String, JsonNode> members = new TreeMap<>(done);
          members.put("error", error(exit, message, advice, Map.of()));
          return Json.object(members);
        },
        exit.code());
  }

  /**
   * A failure for programs.
   *
   * @param more members of its object, such as what failed
   */
  public static ObjectNode error(
      ExitStatus exit, String message, String advice, Map<String, JsonNode> more) {
    Map<String, JsonNode> members = new TreeMap<>(more);
    members.put("status", Json.of(exit.code()));
    members.put("kind", Json.of(exit.label()));
    members.put("message", Json.of(message));
    members.put("advice", Json.of(advice));
    return Json.object(members);
  }

  /**
   * Prints it.
   *
   * @param forPrograms whether programs read it, as one JSON document, or people
   */
  public void print(PrintStream out, boolean forPrograms) {
    out.print(forPrograms ? Json.pretty(json.get()) + "\n" : text.get());
  }

  /** How the process ends. */
  @Override
  public int status() {
    return status;
  }

  /** The name of a constant as programs read it: {@code unchanged}. */
  public static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String lines(List<String> lines, boolean tabsKept) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append(tabsKept ? Terminal.row(line) : Terminal.cell(line)).append('\n');
    }
    return text.toString();
  }

  private static String lines(Map<ListId, List<ImageId>> lists) {
    StringBuilder text = new StringBuilder();
    lists.forEach(
        (list, images) -> {
          if (images.isEmpty()) {
            text.append(Terminal.cell(list.text())).append('\n');
          }
          images.forEach(image -> append(text, list.text(), image.text()));
        });
    return text.toString();
  }

  private static String lines(ObjectNode metadata) {
    StringBuilder text = new StringBuilder();
    metadata.forEachEntry((key, value) -> append(text, key, value.asText()));
    return text.toString();
  }

  private static void append(StringBuilder text, String left, String right) {
    text.append(Terminal.cell(left)).append('\t').append(Terminal.cell(right)).append('\n');
  }

  /** Texts as an array. */
  public static JsonNode texts(List<String> texts) {
    return Json.array(texts.stream().map(Json::of).toList());
  }

  /** A value, or null where there is none. */
  public static JsonNode orNull(Optional<? extends JsonNode> value) {
    return value.isPresent() ? value.get() : NullNode.instance;
  }

  private static JsonNode json(Map<ListId, List<ImageId>> lists) {
    List<JsonNode> values = new ArrayList<>();
    lists.forEach(
        (list, images) -> {
          if (images.isEmpty()) {
            values.add(json(list, NullNode.instance));
          }
          images.forEach(image -> values.add(json(list, Json.of(image.text()))));
        });
    return Json.array(values);
  }

  private static JsonNode json(ListId list, JsonNode image) {
    return Json.object(Map.of("imagelist", Json.of(list.text()), "image", image));
  }

  /** An action that failed after a part of it was done, which programs want to know as well. */
  public static final class PartialFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;
    private final transient Map<String, JsonNode> done;

    /**
     * A part is done.
     *
     * @param message what people read; for the rest they are told what the failure tells
     * @param failure what decides the exit status
     * @param done what was done and what not, for JSON
     */
    public PartialFailure(String message, Failure failure, Map<String, JsonNode> done) {
      super(message, failure);
      this.failure = failure;
      this.done = done;
    }

    /** What failed. */
    public Failure failure() {
      return failure;
    }

    /** What was done and what not. */
    public Map<String, JsonNode> done() {
      return done;
    }
  }
}
