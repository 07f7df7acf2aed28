package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One thing that a consumer will not like.
 *
 * @param rule the id of the rule that found it
 * @param consumer whom it concerns
 * @param severity how bad it is for that consumer
 * @param image the image it is in; empty for the list, its endorser and the message
 * @param key the metadata key it is about, if it is about one
 * @param problem what is wrong, the same for all consumers
 * @param effect what this consumer does about it
 * @param fix the command line that fixes it; a word in capitals stands for what only the user knows
 */
public record Finding(
    String rule,
    Consumer consumer,
    Severity severity,
    Optional<ImageId> image,
    Optional<String> key,
    String problem,
    String effect,
    String fix) {

  /** What is wrong and what the consumer does about it, in one sentence without a full stop. */
  public String message() {
    return problem + ": " + effect;
  }

  /** Whether the consumer would refuse the list, drop an image, or crash. */
  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /** Whether one of the findings is an error. */
  public static boolean anyError(List<Finding> findings) {
    return findings.stream().anyMatch(Finding::isError);
  }

  /** The finding as an object; image and key are null where there is none. */
  public ObjectNode toJson() {
    Map<String, JsonNode> members = new TreeMap<>();
    members.put("rule", Json.of(rule));
    members.put("consumer", Json.of(consumer.label()));
    members.put("severity", Json.of(severity.label()));
    members.put("image", orNull(image.map(ImageId::text)));
    members.put("key", orNull(key));
    members.put("message", Json.of(message()));
    members.put("fix", Json.of(fix));
    return Json.object(members);
  }

  private static JsonNode orNull(Optional<String> text) {
    return text.<JsonNode>map(Json::of).orElse(NullNode.instance);
  }
}
