package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.subscriber.Finding.Severity;
import io.vmcaster.subscriber.KeyChecks.ConsumerKeys;
import io.vmcaster.subscriber.ListRules.CheckOptions;
import io.vmcaster.subscriber.Rule.Check;
import io.vmcaster.subscriber.Rule.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a list must have before it is signed, whoever its readers are. */
final class PublishingRules {

  private static final String SOURCE = "hepixvmitrust vmitrustlib.py, required metadata";
  private static final String EFFECT = "it is required to publish the list";

  /** Publishing sets these: dates and version of a list. */
  private static final List<String> STAMPED = List.of(Keys.CREATED, Keys.EXPIRES, Keys.VERSION);

  /** Nothing works when these are blank. */
  private static final List<String> MEANINGFUL = List.of(Keys.TITLE, Keys.URI);

  private PublishingRules() {}

  static List<Finding> check(ImageList list, Optional<Dn> signer) {
    ListDocument document = ListDocument.of(list.toJson()).orElseThrow();
    CheckOptions situation = CheckOptions.at(Instant.EPOCH);
    Findings findings = new Findings();
    findings.apply(
        List.of(listRule()), new RuleContext(document, situation, Scope.LIST, 0, document.list()));
    for (ObjectNode endorser : signing(document, signer)) {
      RuleContext context = new RuleContext(document, situation, Scope.ENDORSER, 0, endorser);
      findings.apply(List.of(endorserRule()), context);
    }
    List<Rule> imageRules = List.of(imageRule());
    int position = 0;
    for (Optional<ObjectNode> image : document.images()) {
      position++;
      RuleContext context =
          new RuleContext(document, situation, Scope.IMAGE, position, image.orElseThrow());
      findings.apply(imageRules, context);
    }
    return findings.findings();
  }

  /** The one who signs; as long as that is not known, the only one there is. */
  private static List<ObjectNode> signing(ListDocument document, Optional<Dn> signer) {
    List<ObjectNode> endorsers = document.endorsers();
    if (signer.isEmpty()) {
      return endorsers.size() == 1 ? endorsers : List.of();
    }
    return endorsers.stream()
        .filter(endorser -> Json.text(endorser, Keys.DN).equals(signer.map(Dn::text)))
        .toList();
  }

  private static Rule listRule() {
    Check keys =
        KeyChecks.present(without(ConsumerKeys.LIST, STAMPED))
            .and(KeyChecks.notBlank(MEANINGFUL))
            .and(ListChecks::endorserThere);
    return rule(Scope.LIST, keys);
  }

  private static Rule endorserRule() {
    return rule(Scope.ENDORSER, KeyChecks.filled(ConsumerKeys.ENDORSER));
  }

  private static Rule imageRule() {
    List<String> filled = List.of(Keys.TITLE, Keys.URI, Keys.SIZE, Keys.SHA512);
    return rule(Scope.IMAGE, KeyChecks.present(ConsumerKeys.IMAGE).and(KeyChecks.notBlank(filled)));
  }

  private static Rule rule(Scope scope, Check check) {
    return new Rule("publish", Consumer.HEPIX, Severity.ERROR, scope, SOURCE, EFFECT, check);
  }

  private static List<String> without(List<String> keys, List<String> left) {
    return keys.stream().filter(Predicate.not(left::contains)).toList();
  }
}
