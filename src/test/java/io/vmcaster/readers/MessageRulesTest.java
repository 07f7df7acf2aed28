package io.vmcaster.readers;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.ListId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageRulesTest {

  record Case(String name, MessageFacts facts, String expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String ALL =
      "E:hepix:%1$s E:vmcatcher:%1$s E:cloudkeeper:%1$s E:atrope:%1$s";

  private static MessageFacts facts(
      boolean detached, String digest, boolean pss, int signers, boolean certificate) {
    return new MessageFacts(
        true, detached, digest, pss, signers, certificate, false, false, true, true, true, true);
  }

  private static MessageFacts layout(
      boolean keyId,
      boolean headers,
      boolean crlf,
      boolean wrapped,
      boolean line2,
      boolean quoted) {
    return new MessageFacts(
        true, true, "SHA-256", false, 1, true, keyId, headers, crlf, wrapped, line2, quoted);
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("ours", MessageFacts.ofOurs(), ""),
        new Case(
            "unsigned",
            MessageFacts.unsigned(),
            "E:hepix:message-unsigned E:vmcatcher:message-unsigned"
                + " W:cloudkeeper:message-unsigned E:atrope:message-unsigned"),
        new Case(
            "opaque",
            facts(false, "SHA-256", false, 1, true),
            "W:hepix:message-opaque E:vmcatcher:message-opaque"),
        new Case(
            "sha1",
            facts(true, "sha1", false, 1, true),
            "W:hepix:message-digest W:atrope:message-digest"),
        new Case("sha512", facts(true, "SHA512", false, 1, true), ""),
        new Case("pss", facts(true, "SHA-256", true, 1, true), ALL.formatted("message-pss")),
        new Case("two", facts(true, "SHA-256", false, 2, true), "E:vmcatcher:message-signers"),
        new Case(
            "nobody", facts(true, "SHA-256", false, 0, true), ALL.formatted("message-no-signer")),
        new Case(
            "bare", facts(true, "SHA-256", false, 1, false), ALL.formatted("message-certificate")),
        new Case(
            "key id",
            layout(true, false, true, true, true, true),
            ALL.formatted("message-key-identifier")),
        new Case(
            "part headers",
            layout(false, true, true, true, true, true),
            ALL.formatted("message-part-headers")),
        new Case(
            "binary",
            layout(false, false, false, true, true, true),
            ALL.formatted("message-canonical")),
        new Case(
            "one line",
            layout(false, false, true, false, true, true),
            ALL.formatted("message-wrapped")),
        new Case(
            "folded", layout(false, false, true, true, false, true), "N:hepix:message-second-line"),
        new Case(
            "unquoted", layout(false, false, true, true, true, false), "N:hepix:message-boundary"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isFound(Case message) {
    Set<String> found =
        MessageRules.check(message.facts(), EnumSet.allOf(Consumer.class), Optional.empty())
            .stream()
            .map(f -> f.severity().name().charAt(0) + ":" + f.consumer().label() + ":" + f.rule())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> expected = new TreeSet<>(List.of(message.expected().split(" ")));
    expected.remove("");
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void everyRuleHasItsCase() {
    Set<String> broken =
        cases()
            .flatMap(message -> Stream.of(message.expected().split(" ")))
            .filter(expected -> !expected.isEmpty())
            .map(expected -> expected.substring(2))
            .collect(Collectors.toSet());
    assertThat(MessageRules.all())
        .extracting(rule -> rule.consumer().label() + ":" + rule.id())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(broken);
  }

  @Test
  void theCommandNamesTheList() {
    assertThat(
            MessageRules.check(
                MessageFacts.unsigned(),
                Set.of(Consumer.ATROPE),
                Optional.of(new ListId("my list"))))
        .extracting(Finding::fix)
        .containsExactly("vmcaster --imagelist 'my list' --update");
  }
}
