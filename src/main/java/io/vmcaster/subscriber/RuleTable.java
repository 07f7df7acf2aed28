package io.vmcaster.subscriber;

import static io.vmcaster.subscriber.Consumer.ATROPE;
import static io.vmcaster.subscriber.Consumer.CLOUDKEEPER;
import static io.vmcaster.subscriber.Consumer.HEPIX;
import static io.vmcaster.subscriber.Consumer.VMCATCHER;

import java.util.ArrayList;
import java.util.List;

/** A table of rules under construction, one row a consumer. */
final class RuleTable {

  private final Scope scope;
  private final List<Rule> rules = new ArrayList<>();
  private String id;
  private Check check;

  RuleTable(Scope scope) {
    this.scope = scope;
  }

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
    rules.add(new Rule(id, consumer, severity, scope, source, effect, check));
    return this;
  }

  /** The finished table. */
  List<Rule> rules() {
    return List.copyOf(rules);
  }
}
