package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.model.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Small texts that several handlers print. */
final class Texts {

  private Texts() {}

  /** The name of a constant as programs read it: {@code unchanged}. */
  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Texts as an array. */
  static JsonNode json(List<String> texts) {
    return Json.array(texts.stream().map(Json::of).toList());
  }

  /** Steps, a line each with its number before it. */
  static List<String> numbered(List<String> steps) {
    List<String> lines = new ArrayList<>();
    for (String step : steps) {
      lines.add("  " + (lines.size() + 1) + ". " + step);
    }
    return lines;
  }
}
