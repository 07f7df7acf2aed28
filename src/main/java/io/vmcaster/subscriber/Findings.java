package io.vmcaster.subscriber;

import io.vmcaster.subscriber.Rule.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what the checks find into findings, one for each consumer that minds. */
final class Findings {

  private final List<Finding> findings = new ArrayList<>();
  private final List<Problem> found = new ArrayList<>();

  private record Problem(String key, String text, String fix) {}

  /** Something is wrong with the value of a key. */
  void add(String key, String problem, String fix) {
    found.add(new Problem(key, problem, fix));
  }

  /**
   * Applies rules to a context. Rules that share a check stand together, and it runs once for them.
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
