package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.model.Json;
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
}
