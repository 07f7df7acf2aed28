package io.vmcaster.readers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what the checks find into findings. */
final class Problems {

  private final List<Finding> findings = new ArrayList<>();
  private Rule rule;
  private Place place;

  /** Applies a rule to a place. */
  void apply(Rule next, Place where) {
    rule = next;
    place = where;
    next.check().find(where, this);
  }

  /** Something is wrong with the value of a key. */
  void add(String key, String problem, String fix) {
    add(Optional.of(key), problem, fix);
  }

  /** Something is wrong with the place as a whole. */
  void add(Optional<String> key, String problem, String fix) {
    String message = place.prefix() + problem + ": " + rule.effect();
    findings.add(
        new Finding(rule.id(), rule.consumer(), rule.severity(), place.image(), key, message, fix));
  }

  /** Everything found so far, in order. */
  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
