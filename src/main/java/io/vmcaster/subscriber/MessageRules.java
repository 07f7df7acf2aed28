package io.vmcaster.subscriber;

import static io.vmcaster.subscriber.Consumer.ATROPE;
import static io.vmcaster.subscriber.Consumer.CLOUDKEEPER;
import static io.vmcaster.subscriber.Consumer.HEPIX;
import static io.vmcaster.subscriber.Consumer.VMCATCHER;
import static io.vmcaster.subscriber.Finding.Severity.ERROR;
import static io.vmcaster.subscriber.Finding.Severity.NOTE;
import static io.vmcaster.subscriber.Finding.Severity.WARNING;

import io.vmcaster.model.Item.ListId;
import io.vmcaster.subscriber.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Holds the form of a message against what its readers expect (format 2). */
public final class MessageRules {

  private static final String OPENSSL = "openssl smime -verify";
  private static final String SMIME = "smimeX509validation (M2Crypto SMIME)";
  private static final String CHECKER = "vmcatcher msgcheck.py";
  private static final String RUBY = "Ruby OpenSSL::PKCS7";
  private static final String MANAGER = "cloudkeeper manager.rb, commit 4be3583";
  private static final String BOOK = "book, image list signature";

  private static final List<Rule> RULES = rules();

  private MessageRules() {}

  /** A rule on messages; the parts are as in rules on lists. */
  record Rule(
      MessageTrait trait, Consumer consumer, Severity severity, String source, String effect) {

    private Finding finding(String fix) {
      return new Finding(
          trait.rule(),
          consumer,
          severity,
          Optional.empty(),
          Optional.empty(),
          trait.problem(),
          effect,
          fix);
    }
  }

  /** Every rule on messages. */
  static List<Rule> all() {
    return RULES;
  }

  /**
   * Checks a message.
   *
   * @param traits what it has; nothing when it is as everybody reads it
   * @param consumers who is asked
   * @param list the list in it, for the command that fixes it, if known
   * @return what they will not like, in the order of the rules
   */
  public static List<Finding> check(
      Set<MessageTrait> traits, Set<Consumer> consumers, Optional<ListId> list) {
    String fix =
        "vmcaster --imagelist "
            + list.map(ListId::text).map(FixCommand::quote).orElse("UUID")
            + " --update";
    return RULES.stream()
        .filter(rule -> traits.contains(rule.trait()) && consumers.contains(rule.consumer()))
        .map(rule -> rule.finding(fix))
        .toList();
  }

  private static List<Rule> rules() {
    List<Rule> rules = new ArrayList<>();
    signature(rules);
    for (MessageTrait unverifiable :
        List.of(
            MessageTrait.LF_DIGEST,
            MessageTrait.PSS,
            MessageTrait.NO_SIGNER,
            MessageTrait.NO_CERTIFICATE)) {
      whoVerifies(rules, unverifiable);
      rules.add(unchecked(unverifiable));
    }
    for (MessageTrait unreadable :
        List.of(
            MessageTrait.KEY_IDENTIFIER,
            MessageTrait.PART_HEADERS,
            MessageTrait.LONG_LINES,
            MessageTrait.BLANK_IN_FRONT)) {
      whoVerifies(rules, unreadable);
      rules.add(new Rule(unreadable, CLOUDKEEPER, ERROR, RUBY, "cloudkeeper cannot read it"));
    }
    form(rules);
    certificate(rules);
    return List.copyOf(rules);
  }

  private static void signature(List<Rule> rules) {
    MessageTrait unsigned = MessageTrait.UNSIGNED;
    rules.add(new Rule(unsigned, HEPIX, ERROR, BOOK, "a list without a signature is not valid"));
    rules.add(new Rule(unsigned, VMCATCHER, ERROR, SMIME, "vmcatcher refuses the list (11)"));
    rules.add(unchecked(unsigned));
    rules.add(new Rule(unsigned, ATROPE, ERROR, OPENSSL, "atrope refuses the list"));
    MessageTrait wrong = MessageTrait.WRONG_SIGNATURE;
    rules.add(new Rule(wrong, HEPIX, ERROR, BOOK, "the list was changed after it was signed"));
    rules.add(new Rule(wrong, VMCATCHER, ERROR, SMIME, "vmcatcher refuses the list (11)"));
    rules.add(unchecked(wrong));
    rules.add(new Rule(wrong, ATROPE, ERROR, OPENSSL, "atrope's run ends, for all its lists"));
  }

  /** cloudkeeper means to check signatures, and since October 2018 does not. */
  private static Rule unchecked(MessageTrait trait) {
    String effect = "cloudkeeper refuses it where signatures are checked";
    return new Rule(trait, CLOUDKEEPER, WARNING, MANAGER, effect);
  }

  private static void whoVerifies(List<Rule> rules, MessageTrait trait) {
    String refuses = " cannot verify it and refuses the list";
    rules.add(new Rule(trait, HEPIX, ERROR, BOOK, "OpenSSL" + refuses));
    rules.add(new Rule(trait, VMCATCHER, ERROR, SMIME, "vmcatcher" + refuses));
    rules.add(new Rule(trait, ATROPE, ERROR, OPENSSL, "atrope" + refuses));
  }

  private static void form(List<Rule> rules) {
    MessageTrait opaque = MessageTrait.OPAQUE;
    rules.add(new Rule(opaque, HEPIX, WARNING, BOOK, "the format has it beside the signature"));
    rules.add(new Rule(opaque, VMCATCHER, ERROR, SMIME, "vmcatcher crashes"));
    String aborts = "cloudkeeper's run ends in a crash";
    rules.add(new Rule(opaque, CLOUDKEEPER, ERROR, RUBY, aborts));
    MessageTrait mark = MessageTrait.BYTE_ORDER_MARK;
    rules.add(new Rule(mark, HEPIX, WARNING, "RFC 8259, 8.1", "JSON has none"));
    rules.add(new Rule(mark, VMCATCHER, ERROR, "Python 2 json", "vmcatcher crashes"));
    rules.add(new Rule(mark, CLOUDKEEPER, ERROR, "Ruby JSON", "cloudkeeper refuses the list"));
    String one = "vmcatcher refuses the list (11)";
    rules.add(new Rule(MessageTrait.SEVERAL_SIGNERS, VMCATCHER, ERROR, SMIME, one));
    MessageTrait weak = MessageTrait.WEAK_DIGEST;
    String begin = "today's systems begin to refuse it";
    rules.add(new Rule(weak, HEPIX, WARNING, "RFC 8551, 2.1", begin));
    String strict = "atrope refuses it on strict systems";
    rules.add(new Rule(weak, ATROPE, WARNING, "OpenSSL under RHEL 9's policy", strict));
    String simple = "simple readers do not find the boundary";
    rules.add(new Rule(MessageTrait.FOLDED_TYPE, HEPIX, NOTE, "snf-vmcatcher", simple));
    String readers = "snf-vmcatcher; nagios-promoo";
    rules.add(new Rule(MessageTrait.BARE_BOUNDARY, HEPIX, NOTE, readers, simple));
  }

  private static void certificate(List<Rule> rules) {
    MessageTrait unsuitable = MessageTrait.UNSUITABLE_CERTIFICATE;
    String purpose = " answers 'unsuitable certificate purpose' and refuses the list";
    rules.add(new Rule(unsuitable, HEPIX, ERROR, OPENSSL, "OpenSSL" + purpose));
    rules.add(new Rule(unsuitable, VMCATCHER, ERROR, SMIME, "vmcatcher" + purpose));
    rules.add(unchecked(unsuitable));
    rules.add(new Rule(unsuitable, ATROPE, ERROR, OPENSSL, "atrope" + purpose));
    MessageTrait expired = MessageTrait.EXPIRED_CERTIFICATE;
    rules.add(new Rule(expired, HEPIX, ERROR, BOOK, "nobody can trust the list any more"));
    rules.add(new Rule(expired, VMCATCHER, ERROR, SMIME, "vmcatcher refuses the list (11)"));
    rules.add(unchecked(expired));
    String deletes = "atrope refuses the list and deletes its images";
    rules.add(new Rule(expired, ATROPE, ERROR, OPENSSL, deletes));
    MessageTrait other = MessageTrait.OTHER_SIGNER;
    String subject = "the certificate's subject and issuer have to be hv:dn and hv:ca";
    rules.add(new Rule(other, HEPIX, ERROR, "book, endorser", subject));
    rules.add(new Rule(other, VMCATCHER, ERROR, CHECKER, "vmcatcher refuses the list (12)"));
    rules.add(new Rule(other, ATROPE, ERROR, "atrope endorser.py", deletes));
    trust(rules);
  }

  /** cloudkeeper and atrope read neither revocation lists nor signing policies. */
  private static void trust(List<Rule> rules) {
    String store = "smimeX509validation truststore.py";
    String refuses = "vmcatcher refuses the list (11)";
    MessageTrait unknown = MessageTrait.UNKNOWN_AUTHORITY;
    rules.add(new Rule(unknown, HEPIX, ERROR, BOOK, "nobody can trust the list"));
    rules.add(new Rule(unknown, VMCATCHER, ERROR, store, refuses));
    rules.add(unchecked(unknown));
    rules.add(new Rule(unknown, ATROPE, ERROR, OPENSSL, "atrope's run ends, for all its lists"));
    MessageTrait revoked = MessageTrait.REVOKED_CERTIFICATE;
    rules.add(new Rule(revoked, HEPIX, ERROR, BOOK, "nobody should trust the list"));
    rules.add(new Rule(revoked, VMCATCHER, ERROR, store, refuses));
    MessageTrait outside = MessageTrait.OUTSIDE_POLICY;
    rules.add(new Rule(outside, HEPIX, WARNING, BOOK, "who obeys the policy refuses the list"));
    rules.add(new Rule(outside, VMCATCHER, ERROR, store, refuses));
  }
}
