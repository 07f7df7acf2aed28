package io.vmcaster.readers;

import static io.vmcaster.readers.Severity.ERROR;
import static io.vmcaster.readers.Severity.NOTE;
import static io.vmcaster.readers.Severity.WARNING;

import io.vmcaster.model.ListId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Holds the form of a message against what its readers expect (format 2). */
public final class MessageRules {

  private static final String OPENSSL = "openssl smime -verify";
  private static final String SMIME = "smimeX509validation (M2Crypto SMIME)";
  private static final String RUBY = "Ruby OpenSSL::PKCS7";
  private static final String BOOK = "book, image list signature";
  private static final String REFUSES = " cannot verify it and refuses the list";

  private static final List<Rule> RULES = rules();

  private MessageRules() {}

  /** A rule on messages; the parts are as in rules on lists. */
  record Rule(
      String id,
      Consumer consumer,
      Severity severity,
      String source,
      String problem,
      String effect,
      Predicate<MessageFacts> breach) {}

  /** Every rule on messages. */
  static List<Rule> all() {
    return RULES;
  }

  /**
   * Checks a message.
   *
   * @param facts what is known of it
   * @param consumers who is asked
   * @param list the list in it, for the command that mends it, if known
   * @return what they will not like, in the order of the rules
   */
  public static List<Finding> check(
      MessageFacts facts, Set<Consumer> consumers, Optional<ListId> list) {
    String fix =
        "vmcaster --imagelist " + list.map(ListId::text).map(Commands::quote).orElse("UUID");
    List<Finding> findings = new ArrayList<>();
    for (Rule rule : RULES) {
      if (consumers.contains(rule.consumer()) && rule.breach().test(facts)) {
        findings.add(finding(rule, fix + " --update"));
      }
    }
    return findings;
  }

  private static Finding finding(Rule rule, String fix) {
    String message = rule.problem() + ": " + rule.effect();
    Optional<String> key = Optional.empty();
    return new Finding(
        rule.id(), rule.consumer(), rule.severity(), Optional.empty(), key, message, fix);
  }

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    unsigned(rules);
    everybody(rules, "message-pss", "the signature is RSA-PSS", MessageFacts::pss);
    everybody(
        rules,
        "message-certificate",
        "the signer's certificate is not in the message",
        facts -> !facts.signerCertificate());
    everybody(
        rules,
        "message-key-identifier",
        "the signer is named by key identifier",
        MessageFacts::keyIdentifier);
    everybody(
        rules,
        "message-part-headers",
        "the list's part has MIME headers of its own",
        facts -> facts.detached() && facts.partHeaders());
    everybody(
        rules,
        "message-canonical",
        "the digest is not over CRLF line ends",
        facts -> facts.detached() && !facts.canonical());
    everybody(
        rules,
        "message-wrapped",
        "the signature stands on one long line",
        facts -> !facts.wrapped());
    everybody(
        rules, "message-no-signer", "nobody has signed the message", facts -> facts.signers() < 1);
    single(rules);
    return rules;
  }

  private static void unsigned(List<Rule> rules) {
    Predicate<MessageFacts> breach = facts -> !facts.signed();
    String id = "message-unsigned";
    String problem = "the list is not signed";
    rules.add(
        new Rule(
            id,
            Consumer.HEPIX,
            ERROR,
            BOOK,
            problem,
            "a list without a signature is not valid",
            breach));
    rules.add(
        new Rule(
            id,
            Consumer.VMCATCHER,
            ERROR,
            SMIME,
            problem,
            "vmcatcher refuses the list (11)",
            breach));
    rules.add(
        new Rule(
            id,
            Consumer.CLOUDKEEPER,
            WARNING,
            "cloudkeeper manager.rb, commit 4be3583",
            problem,
            "cloudkeeper refuses it where signatures are checked",
            breach));
    rules.add(
        new Rule(id, Consumer.ATROPE, ERROR, OPENSSL, problem, "atrope refuses the list", breach));
  }

  private static void everybody(
      List<Rule> rules, String id, String problem, Predicate<MessageFacts> breach) {
    Predicate<MessageFacts> check = breach.and(MessageFacts::signed);
    rules.add(new Rule(id, Consumer.HEPIX, ERROR, BOOK, problem, "OpenSSL" + REFUSES, check));
    rules.add(
        new Rule(id, Consumer.VMCATCHER, ERROR, SMIME, problem, "vmcatcher" + REFUSES, check));
    rules.add(
        new Rule(id, Consumer.CLOUDKEEPER, ERROR, RUBY, problem, "cloudkeeper" + REFUSES, check));
    rules.add(new Rule(id, Consumer.ATROPE, ERROR, OPENSSL, problem, "atrope" + REFUSES, check));
  }

  private static void single(List<Rule> rules) {
    Predicate<MessageFacts> opaque = facts -> facts.signed() && !facts.detached();
    String inside = "the list is inside the signature";
    rules.add(
        new Rule(
            "message-opaque",
            Consumer.HEPIX,
            WARNING,
            BOOK,
            inside,
            "the format has it beside the signature",
            opaque));
    rules.add(
        new Rule(
            "message-opaque",
            Consumer.VMCATCHER,
            ERROR,
            SMIME,
            inside,
            "vmcatcher crashes",
            opaque));
    Predicate<MessageFacts> many = facts -> facts.signed() && facts.signers() > 1;
    rules.add(
        new Rule(
            "message-signers",
            Consumer.VMCATCHER,
            ERROR,
            SMIME,
            "the message has several signers",
            "vmcatcher refuses the list (11)",
            many));
    Predicate<MessageFacts> weak = facts -> facts.signed() && isWeak(facts.digest());
    String digest = "the digest is one that can be forged";
    rules.add(
        new Rule(
            "message-digest",
            Consumer.HEPIX,
            WARNING,
            "RFC 8551, 2.1",
            digest,
            "today's systems begin to refuse it",
            weak));
    rules.add(
        new Rule(
            "message-digest",
            Consumer.ATROPE,
            WARNING,
            "OpenSSL under RHEL 9's policy",
            digest,
            "atrope refuses it on strict systems",
            weak));
    Predicate<MessageFacts> folded = facts -> facts.signed() && !facts.contentTypeOnLine2();
    rules.add(
        new Rule(
            "message-second-line",
            Consumer.HEPIX,
            NOTE,
            "snf-vmcatcher",
            "Content-Type is not the second line, unfolded",
            "simple readers do not find the boundary",
            folded));
    Predicate<MessageFacts> bare =
        facts -> facts.signed() && facts.detached() && !facts.boundaryQuoted();
    rules.add(
        new Rule(
            "message-boundary",
            Consumer.HEPIX,
            NOTE,
            "snf-vmcatcher; nagios-promoo",
            "the boundary is not in double quotes",
            "simple readers do not find it",
            bare));
  }

  private static boolean isWeak(String digest) {
    String name = digest.toUpperCase(Locale.ROOT).replace("-", "");
    return name.equals("SHA1") || name.equals("SHA") || name.equals("MD5") || name.equals("MD2");
  }
}
