package io.vmcaster.subscriber;

import io.vmcaster.model.ImageId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** Who minds. */
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

  /** Who minds and how much, the key where the problem does not begin with it, and the effects. */
  public String text() {
    Map<Severity, String> minding =
        findings.stream()
            .sorted(Comparator.comparing(Finding::severity))
            .collect(
                Collectors.groupingBy(
                    Finding::severity,
                    LinkedHashMap::new,
                    Collectors.mapping(
                        finding -> finding.consumer().label(), Collectors.joining(", "))));
    return minding.entrySet().stream()
            .map(consumers -> consumers.getKey().label() + " " + consumers.getValue())
            .collect(Collectors.joining(", "))
        + first()
            .key()
            .filter(key -> !first().problem().startsWith(key))
            .map(" "::concat)
            .orElse("")
        + ": "
        + first().problem()
        + ": "
        + findings.stream().map(Finding::effect).distinct().collect(Collectors.joining("; "));
  }
}
