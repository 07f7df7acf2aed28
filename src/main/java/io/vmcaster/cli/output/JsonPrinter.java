package io.vmcaster.cli.output;

import io.vmcaster.error.ExitStatus;
import io.vmcaster.json.JsonNull;
import io.vmcaster.json.JsonObject;
import io.vmcaster.json.JsonValue;
import io.vmcaster.json.JsonWriter;
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

  private static JsonValue json(Result result) {
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
        ? new JsonObject(done.details())
        : JsonValue.of(((Result.Text) result).text());
  }

  private static JsonValue texts(List<String> texts) {
    List<JsonValue> values = new ArrayList<>();
    for (String text : texts) {
      values.add(JsonValue.of(text));
    }
    return JsonValue.array(values);
  }

  private static JsonValue pairs(List<Result.Pair> rows) {
    List<JsonValue> values = new ArrayList<>();
    for (Result.Pair row : rows) {
      JsonValue image = row.image().isPresent() ? JsonValue.of(row.image().get()) : JsonNull.NULL;
      values.add(new JsonObject(Map.of("imagelist", JsonValue.of(row.list()), "image", image)));
    }
    return JsonValue.array(values);
  }

  @Override
  public void fail(ExitStatus status, String message, String advice, Map<String, JsonValue> done) {
    Map<String, JsonValue> members = new TreeMap<>(done);
    members.put(
        "error",
        new JsonObject(
            Map.of(
                "status", JsonValue.of(status.code()),
                "kind", JsonValue.of(status.label()),
                "message", JsonValue.of(message),
                "advice", JsonValue.of(advice))));
    write(new JsonObject(members));
  }

  private void write(JsonValue json) {
    out.print(JsonWriter.pretty(json) + "\n");
  }
}
