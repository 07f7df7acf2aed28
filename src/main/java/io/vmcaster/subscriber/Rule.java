package io.vmcaster.subscriber;

import static io.vmcaster.subscriber.Consumer.ATROPE;
import static io.vmcaster.subscriber.Consumer.CLOUDKEEPER;
import static io.vmcaster.subscriber.Consumer.HEPIX;
import static io.vmcaster.subscriber.Consumer.VMCATCHER;

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
 * @param scope what it looks at
 * @param source where it comes from: the consumer's program text or the specification
 * @param effect what happens on a breach, to follow the problem and a colon
 * @param check finds breaches
 */
record Rule(
    String id,
    Consumer consumer,
    Severity severity,
    Scope scope,
    String source,
    String effect,
    Check check) {

  /** The name that no other rule has. */
  String name() {
    return consumer.label() + ":" + id;
  }

  /** What a rule looks at. */
  enum Scope {
    /** The list itself. */
    LIST,
    /** Who endorses the list. */
    ENDORSER,
    /** Each image. */
    IMAGE
  }

  /** Looks at one place of a document and tells what is wrong with it. */
  @FunctionalInterface
  interface Check {

    /**
     * Looks.
     *
     * @param context the list, the endorser or an image
     * @param findings takes what is found
     */
    void find(RuleContext context, Findings findings);

    /** This check and another, one after the other. */
    default Check and(Check other) {
      return (context, findings) -> {
        find(context, findings);
        other.find(context, findings);
      };
    }
  }

  /** A table of rules under construction, one row a consumer. */
  static final class RuleTable {

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

  /** Turns what the checks find into findings, one for each consumer that minds. */
  static final class Findings {

    private final List<Finding> findings = new ArrayList<>();
    private final List<Problem> found = new ArrayList<>();

    private record Problem(String key, String text, String fix) {}

    /** Something is wrong with the value of a key. */
    void add(String key, String problem, String fix) {
      found.add(new Problem(key, problem, fix));
    }

    /**
     * Applies rules to a context. Rules that share a check stand together, and it runs once for
     * them.
     */
    void apply(List<Rule> rules, RuleContext context) {
      Check last = null;
      for (Rule rule : rules) {
        if (rule.check() != last) {
          found.clear();
          last = rule.check();
          last.find(context, this);
        }
        for (Problem problem : found) {
          findings.add(finding(rule, context, problem));
        }
      }
    }

    private static Finding finding(Rule rule, RuleContext context, Problem problem) {
      return new Finding(
          rule.id(),
          rule.consumer(),
          rule.severity(),
          context.image(),
          Optional.of(problem.key()),
          context.prefix() + problem.text(),
          rule.effect(),
          problem.fix());
    }

    /** Everything found so far, in order. */
    List<Finding> findings() {
      return List.copyOf(findings);
    }
  }
}
