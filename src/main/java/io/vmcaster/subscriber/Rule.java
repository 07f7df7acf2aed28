package io.vmcaster.subscriber;

import static io.vmcaster.subscriber.Consumer.ATROPE;
import static io.vmcaster.subscriber.Consumer.CLOUDKEEPER;
import static io.vmcaster.subscriber.Consumer.HEPIX;
import static io.vmcaster.subscriber.Consumer.VMCATCHER;

import io.vmcaster.model.Item.ImageId;
import io.vmcaster.subscriber.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Something that a consumer expects of a list.
 *
 * @param id its name; several consumers may have a rule of the same name
 * @param consumer whose rule it is
 * @param severity how bad a breach is for that consumer
 * @param source where it comes from: the consumer's program text or the specification
 * @param effect what happens on a breach, to follow the problem and a colon
 * @param check finds breaches
 */
record Rule(
    String id, Consumer consumer, Severity severity, String source, String effect, Check check) {

  /** The name that no other rule has. */
  String name() {
    return consumer.label() + ":" + id;
  }

  /** A breach. */
  Finding finding(Optional<ImageId> image, Optional<String> key, String problem, String fix) {
    return new Finding(id, consumer, severity, image, key, problem, effect, fix);
  }

  /** Looks at one part of a document and tells it what is wrong with it. */
  @FunctionalInterface
  interface Check {

    /** Looks at the list, the endorser or an image. */
    void look(RuleContext part);

    /** This check and another, one after the other. */
    default Check and(Check other) {
      return part -> {
        look(part);
        other.look(part);
      };
    }
  }

  /** A table of rules under construction, one row a consumer. */
  static final class RuleTable {

    private final List<Rule> rules = new ArrayList<>();
    private String id;
    private Check check;

    /** Begins the rows of one check. */
    RuleTable rule(String nextId, Check nextCheck) {
      id = nextId;
      check = nextCheck;
      return this;
    }

    RuleTable hepix(Severity severity, String source, String effect) {
      return row(HEPIX, severity, source, effect);
    }

    RuleTable vmcatcher(Severity severity, String source, String effect) {
      return row(VMCATCHER, severity, source, effect);
    }

    RuleTable cloudkeeper(Severity severity, String source, String effect) {
      return row(CLOUDKEEPER, severity, source, effect);
    }

    RuleTable atrope(Severity severity, String source, String effect) {
      return row(ATROPE, severity, source, effect);
    }

    private RuleTable row(Consumer consumer, Severity severity, String source, String effect) {
      rules.add(new Rule(id, consumer, severity, source, effect, check));
      return this;
    }

    /** The finished table. */
    List<Rule> rules() {
      return List.copyOf(rules);
    }
  }
}
