package io.vmcaster.service.publish;

import io.vmcaster.config.Section;
import io.vmcaster.context.Messages;
import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.service.verify.ConsumerCheck;
import io.vmcaster.subscriber.Consumer;
import io.vmcaster.subscriber.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The consumers that a section of the configuration publishes for. */
public final class ChosenConsumers {

  private final Set<Consumer> consumers;

  /** The consumers named in a section's {@code consumers}; none when it names none. */
  public ChosenConsumers(Section section) {
    this.consumers = EnumSet.noneOf(Consumer.class);
    for (String name : section.consumers()) {
      Consumer.parse(name).ifPresent(consumers::add);
    }
  }

  /** The consumers. */
  public Set<Consumer> consumers() {
    return consumers;
  }

  /**
   * Refuses a list that one of them would refuse, and warns of what would break any other.
   *
   * @throws InvalidDataFailure with every finding that counts as an error
   */
  void check(ImageList list, Instant now, Messages messages) {
    List<Finding> errors =
        new ConsumerCheck(EnumSet.allOf(Consumer.class), now)
            .aboutToBePublished(list).stream().filter(Finding::isError).toList();
    List<Finding> chosen =
        errors.stream().filter(error -> consumers.contains(error.consumer())).toList();
    if (!chosen.isEmpty()) {
      throw new InvalidDataFailure(
          "list " + list.id() + " would be refused: " + FindingText.join(chosen),
          "vmcaster --imagelist-check --imagelist " + list.id() + " shows how to fix it.");
    }
    warn(list, errors, messages);
  }

  /** One line, however many there are: the first of each consumer, and the number of others. */
  private static void warn(ImageList list, List<Finding> errors, Messages messages) {
    if (errors.isEmpty()) {
      return;
    }
    Map<Consumer, Finding> first = new EnumMap<>(Consumer.class);
    errors.forEach(error -> first.putIfAbsent(error.consumer(), error));
    Map<String, List<String>> consumersOf = new LinkedHashMap<>();
    first.forEach(
        (consumer, error) ->
            consumersOf
                .computeIfAbsent(FindingText.of(error), text -> new ArrayList<>())
                .add(consumer.label()));
    int further = errors.size() - first.size();
    messages.warn(
        "list "
            + list.id()
            + " would break consumers: "
            + consumersOf.entrySet().stream()
                .map(group -> String.join(", ", group.getValue()) + ": " + group.getKey())
                .collect(Collectors.joining("; "))
            + (further > 0 ? "; and " + further + " more" : "")
            + ". vmcaster --imagelist-check --imagelist "
            + list.id()
            + " shows all of it and how to fix it");
  }
}
