package io.vmcaster.service.publish;

import io.vmcaster.config.Section;
import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.service.verify.ConsumerCheck;
import io.vmcaster.subscriber.Consumer;
import io.vmcaster.subscriber.Finding;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
   * Refuses a list that one of them would refuse.
   *
   * @throws InvalidDataFailure with every finding that counts as an error
   */
  void check(ImageList list, Instant now) {
    if (consumers.isEmpty()) {
      return;
    }
    List<Finding> errors =
        new ConsumerCheck(consumers, now)
            .aboutToBePublished(list).stream().filter(Finding::isError).toList();
    if (!errors.isEmpty()) {
      throw new InvalidDataFailure(
          "list " + list.id() + " would be refused: " + FindingText.join(errors),
          "vmcaster --imagelist-check --imagelist " + list.id() + " shows how to mend it.");
    }
  }
}
