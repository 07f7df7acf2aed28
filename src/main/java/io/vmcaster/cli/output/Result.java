package io.vmcaster.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an action found or did. */
public sealed interface Result {

  /** How the process ends. */
  default int status() {
    return 0;
  }

  /**
   * Identifiers, one a line.
   *
   * @param values the identifiers
   */
  record Names(List<String> values) implements Result {}

  /**
   * Lists with their images, a pair a line; a list without images alone on its line.
   *
   * @param rows the pairs
   */
  record Pairs(List<Pair> rows) implements Result {}

  /**
   * A list and one of its images.
   *
   * @param list the list
   * @param image the image, if it has one
   */
  record Pair(String list, Optional<String> image) {}

  /**
   * Metadata, a key and its value a line.
   *
   * @param metadata the metadata
   */
  record Metadata(ObjectNode metadata) implements Result {}

  /**
   * A JSON document, which is the same as text.
   *
   * @param json the document
   */
  record Document(JsonNode json) implements Result {}

  /**
   * Text as it is; in JSON, one string.
   *
   * @param text the text, without a final line end
   */
  record Text(String text) implements Result {}

  /**
   * Something was done; text output has nothing to print.
   *
   * @param details what it was, for JSON
   */
  record Done(Map<String, JsonNode> details) implements Result {}

  /**
   * Anything else: lines for people, and a document for programs.
   *
   * @param lines what is printed as text
   * @param json what is printed as JSON
   * @param status how the process ends
   */
  record Report(List<String> lines, JsonNode json, int status) implements Result {}
}
