package io.vmcaster.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.model.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints one JSON document. */
public final class JsonPrinter implements Printer {

  private final PrintStream out;

  /** Prints to a stream. */
  public JsonPrinter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void print(Result result) {
    write(json(result));
  }

  private static JsonNode json(Result result) {
    if (result instanceof Result.Names names) {
      return texts(names.values());
    }
    if (result instanceof Result.Pairs pairs) {
      return pairs(pairs.rows());
    }
    if (result instanceof Result.Metadata metadata) {
      return metadata.metadata();
    }
    if (result instanceof Result.Document document) {
      return document.json();
    }
    if (result instanceof Result.Report report) {
      return report.json();
    }
    return result instanceof Result.Done done
        ? Json.object(done.details())
        : Json.of(((Result.Text) result).text());
  }

  private static JsonNode texts(List<String> texts) {
    List<JsonNode> values = new ArrayList<>();
    for (String text : texts) {
      values.add(Json.of(text));
    }
    return Json.array(values);
  }

  private static JsonNode pairs(List<Result.Pair> rows) {
    List<JsonNode> values = new ArrayList<>();
    for (Result.Pair row : rows) {
      JsonNode image = row.image().isPresent() ? Json.of(row.image().get()) : NullNode.instance;
      values.add(Json.object(Map.of("imagelist", Json.of(row.list()), "image", image)));
    }
    return Json.array(values);
  }

  @Override
  public void fail(ExitStatus status, String message, String advice, Map<String, JsonNode> done) {
    Map<String, JsonNode> members = new TreeMap<>(done);
    members.put(
        "error",
        Json.object(
            Map.of(
                "status", Json.of(status.code()),
                "kind", Json.of(status.label()),
                "message", Json.of(message),
                "advice", Json.of(advice))));
    write(Json.object(members));
  }

  private void write(JsonNode json) {
    out.print(Json.pretty(json) + "\n");
  }
}
