package io.vmcaster.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.model.Json;
import java.io.PrintStream;
import java.util.Map;

/** Prints for people and for line by line scripts. */
public final class TextPrinter implements Printer {

  private final PrintStream out;

  /** Prints to a stream. */
  public TextPrinter(PrintStream out) {
    this.out = out;
  }

  @Override
  public void print(Result result) {
    StringBuilder text = new StringBuilder();
    if (result instanceof Result.Names names) {
      for (String name : names.values()) {
        text.append(Printable.cell(name)).append('\n');
      }
    } else if (result instanceof Result.Pairs pairs) {
      for (Result.Pair pair : pairs.rows()) {
        append(text, pair);
      }
    } else if (result instanceof Result.Metadata metadata) {
      for (Map.Entry<String, JsonNode> entry : metadata.metadata().properties()) {
        append(text, entry.getKey(), entry.getValue().asText());
      }
    } else if (result instanceof Result.Document document) {
      text.append(Json.pretty(document.json())).append('\n');
    } else if (result instanceof Result.Text plain) {
      text.append(plain.text()).append('\n');
    } else if (result instanceof Result.Report report) {
      for (String line : report.lines()) {
        text.append(Printable.row(line)).append('\n');
      }
    }
    out.print(text);
  }

  private static void append(StringBuilder text, Result.Pair pair) {
    if (pair.image().isPresent()) {
      append(text, pair.list(), pair.image().get());
    } else {
      text.append(Printable.cell(pair.list())).append('\n');
    }
  }

  private static void append(StringBuilder text, String left, String right) {
    text.append(Printable.cell(left)).append('\t').append(Printable.cell(right)).append('\n');
  }

  @Override
  public void fail(ExitStatus status, String message, String advice, Map<String, JsonNode> done) {
    // standard output is for data
  }
}
