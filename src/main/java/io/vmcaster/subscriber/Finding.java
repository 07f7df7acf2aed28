package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

  /** The finding as an object; image and key are null where there is none. */
  public ObjectNode toJson() {
    return Json.object(
        Map.of(
            "rule", Json.of(rule),
            "consumer", Json.of(consumer.label()),
            "severity", Json.of(severity.label()),
            "image", orNull(image.map(ImageId::text)),
            "key", orNull(key),
            "message", Json.of(message()),
            "fix", Json.of(fix)));
  }

  private static JsonNode orNull(Optional<String> text) {
    return text.<JsonNode>map(Json::of).orElse(NullNode.instance);
  }

  /** How bad a finding is for the consumer it names. */
  public enum Severity {
    /** It would refuse the list, drop an image, or crash. */
    ERROR,
    /** It reads the list, but something goes wrong for somebody. */
    WARNING,
    /** Worth knowing. */
    NOTE;

    /** The name as it is printed, in lower case. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What several consumers do not like about one thing.
   *
   * @param findings one a consumer, or more; not empty
   */
  public record FindingGroup(List<Finding> findings) {

    /** Puts those of one problem together, in the order of the first of each. */
    public static List<FindingGroup> of(List<Finding> findings) {
      Map<List<Object>, List<Finding>> groups = new LinkedHashMap<>();
      for (Finding finding : findings) {
        List<Object> problem = List.of(finding.image(), finding.problem(), finding.fix());
        groups.computeIfAbsent(problem, key -> new ArrayList<>()).add(finding);
      }
      return groups.values().stream().map(FindingGroup::new).toList();
    }

    /**
     * What is wrong, briefly and without the consumers: the keys with one problem share a line.
     *
     * @return lines such as {@code image ID: dc:title, hv:uri are missing}
     */
    public static List<String> summary(List<Finding> findings) {
      Map<List<Object>, List<String>> keys = new LinkedHashMap<>();
      for (FindingGroup group : of(findings)) {
        String text = group.first().problem();
        String key = group.first().key().filter(name -> text.startsWith(name + " ")).orElse("");
        keys.computeIfAbsent(
                List.of(group.image(), text.substring(key.length())), problem -> new ArrayList<>())
            .add(key);
      }
      List<String> lines = new ArrayList<>();
      keys.forEach(
          (problem, named) -> {
            String text = (String) problem.get(1);
            boolean several = named.size() > 1 && text.startsWith(" is ");
            lines.add(
                where((Optional<?>) problem.get(0))
                    + String.join(", ", named)
                    + (several ? " are " + text.substring(4) : text));
          });
      return lines;
    }

    /** The beginning of a line about an image; empty about the list. */
    public static String where(Optional<?> image) {
      return image.map(id -> "image " + id + ": ").orElse("");
    }

    /** Whom it concerns. */
    public Set<Consumer> consumers() {
      return findings.stream().map(Finding::consumer).collect(Collectors.toSet());
    }

    private Finding first() {
      return findings.get(0);
    }

    /** The image it is in; empty for the list, its endorser and the message. */
    public Optional<ImageId> image() {
      return first().image();
    }

    /** The worst that it is for a consumer. */
    public Severity severity() {
      return findings.stream().map(Finding::severity).min(Comparator.naturalOrder()).orElseThrow();
    }

    /** The command line that fixes it. */
    public String fix() {
      return first().fix();
    }

    /**
     * Whom it concerns and how much, the key where the problem does not begin with it, and the
     * effects.
     */
    public String text() {
      Map<Severity, String> minding =
          findings.stream()
              .collect(
                  Collectors.groupingBy(
                      Finding::severity,
                      TreeMap::new,
                      Collectors.mapping(
                          finding -> finding.consumer().label(), Collectors.joining(", "))));
      List<String> minds = new ArrayList<>();
      minding.forEach((severity, consumers) -> minds.add(severity.label() + " " + consumers));
      String problem = first().problem();
      String key =
          first().key().filter(name -> !problem.startsWith(name)).map(" "::concat).orElse("");
      String effects =
          findings.stream().map(Finding::effect).distinct().collect(Collectors.joining("; "));
      return String.join(", ", minds) + key + ": " + problem + ": " + effects;
    }
  }
}
