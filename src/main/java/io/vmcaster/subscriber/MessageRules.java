package io.vmcaster.subscriber;

import static io.vmcaster.subscriber.Finding.Severity.ERROR;
import static io.vmcaster.subscriber.Finding.Severity.NOTE;
import static io.vmcaster.subscriber.Finding.Severity.WARNING;

import io.vmcaster.model.Item.ListId;
import io.vmcaster.subscriber.Rule.RuleTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Holds the form of a message against what consumers expect (format 2). */
public final class MessageRules {

  private static final String OPENSSL = "openssl smime -verify";
  private static final String SMIME = "smimeX509validation (M2Crypto SMIME)";
  private static final String RUBY = "Ruby OpenSSL::PKCS7";
  private static final String MANAGER = "cloudkeeper manager.rb, commit 4be3583";
  private static final String BOOK = "book, image list signature";

  private static final String STORE = "smimeX509validation truststore.py";

  private static final String REFUSED = "vmcatcher refuses the list (11)";
  private static final String CANNOT_VERIFY = " cannot verify it and refuses the list";
  private static final String PURPOSE =
      " answers 'unsuitable certificate purpose' and refuses the list";

  /** atrope catches "no message" (2) alone, not "verification failed" (4). */
  private static final String RUN_ENDS = "atrope's run ends, for all its lists";

  /** cloudkeeper means to check signatures, and since October 2018 does not. */
  private static final String UNCHECKED = "cloudkeeper refuses it where signatures are checked";

  private MessageRules() {}

  /** Every rule on messages. */
  static List<Rule> all() {
    return Stream.of(MessageTrait.values()).flatMap(trait -> rules(trait).stream()).toList();
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
    String id = list.map(ListId::text).map(FixCommand::quote).orElse("UUID");
    String fix = "vmcaster --imagelist " + id + " --update";
    List<Finding> findings = new ArrayList<>();
    for (MessageTrait trait : new TreeSet<>(traits)) {
      for (Rule rule : rules(trait)) {
        if (consumers.contains(rule.consumer())) {
          findings.add(rule.finding(Optional.empty(), Optional.empty(), trait.problem(), fix));
        }
      }
    }
    return findings;
  }

  /** Of a trait; cloudkeeper and atrope read neither revocation lists nor signing policies. */
  private static List<Rule> rules(MessageTrait trait) {
    RuleTable table = new RuleTable().rule(trait.rule(), part -> {});
    switch (trait) {
      case UNSIGNED ->
          table
              .hepix(ERROR, BOOK, "a list without a signature is not valid")
              .vmcatcher(ERROR, SMIME, REFUSED)
              .cloudkeeper(WARNING, MANAGER, UNCHECKED)
              .atrope(ERROR, OPENSSL, "atrope refuses the list");
      case WRONG_SIGNATURE ->
          table
              .hepix(ERROR, BOOK, "the list was changed after it was signed")
              .vmcatcher(ERROR, SMIME, REFUSED)
              .cloudkeeper(WARNING, MANAGER, UNCHECKED)
              .atrope(ERROR, OPENSSL, RUN_ENDS);
      case LF_DIGEST, PSS, NO_SIGNER, NO_CERTIFICATE ->
          unverifiable(table)
              .atrope(ERROR, OPENSSL, RUN_ENDS)
              .cloudkeeper(WARNING, MANAGER, UNCHECKED);
      case KEY_IDENTIFIER, LONG_LINES, BLANK_IN_FRONT ->
          unverifiable(table)
              .atrope(ERROR, OPENSSL, "atrope" + CANNOT_VERIFY)
              .cloudkeeper(ERROR, RUBY, "cloudkeeper cannot read it");
      case PART_HEADERS ->
          table
              .hepix(ERROR, BOOK, "consumers take the headers for a part of the list")
              .vmcatcher(ERROR, "Python 2 json", "vmcatcher crashes")
              .atrope(ERROR, "atrope image_list/hepix.py", "atrope refuses the list")
              .cloudkeeper(ERROR, "Ruby JSON", "cloudkeeper refuses the list");
      case OPAQUE ->
          table
              .hepix(WARNING, BOOK, "the format has it beside the signature")
              .vmcatcher(ERROR, SMIME, "vmcatcher crashes")
              .cloudkeeper(ERROR, RUBY, "cloudkeeper's run ends in a crash");
      case BYTE_ORDER_MARK ->
          table
              .hepix(WARNING, "RFC 8259, 8.1", "JSON has none")
              .vmcatcher(ERROR, "Python 2 json", "vmcatcher crashes")
              .cloudkeeper(ERROR, "Ruby JSON", "cloudkeeper refuses the list");
      case SEVERAL_SIGNERS -> table.vmcatcher(ERROR, SMIME, REFUSED);
      case WEAK_DIGEST ->
          table
              .hepix(WARNING, "RFC 8551, 2.1", "today's systems begin to refuse it")
              .atrope(
                  WARNING, "OpenSSL under RHEL 9's policy", "atrope refuses it on strict systems");
      case FOLDED_TYPE ->
          table.hepix(NOTE, "snf-vmcatcher", "simple consumers do not find the boundary");
      case BARE_BOUNDARY ->
          table.hepix(
              NOTE, "snf-vmcatcher; nagios-promoo", "simple consumers do not find the boundary");
      case UNSUITABLE_CERTIFICATE ->
          table
              .hepix(ERROR, OPENSSL, "OpenSSL" + PURPOSE)
              .vmcatcher(ERROR, SMIME, "vmcatcher" + PURPOSE)
              .cloudkeeper(WARNING, MANAGER, UNCHECKED)
              .atrope(ERROR, OPENSSL, RUN_ENDS);
      case EXPIRED_CERTIFICATE ->
          table
              .hepix(ERROR, BOOK, "nobody can trust the list any more")
              .vmcatcher(ERROR, SMIME, REFUSED)
              .cloudkeeper(WARNING, MANAGER, UNCHECKED)
              .atrope(ERROR, OPENSSL, RUN_ENDS);
      case OTHER_SIGNER ->
          table
              .hepix(
                  ERROR,
                  "book, endorser",
                  "the certificate's subject and issuer have to be hv:dn and hv:ca")
              .vmcatcher(ERROR, "vmcatcher msgcheck.py", "vmcatcher refuses the list (12)")
              .atrope(
                  ERROR, "atrope endorser.py", "atrope refuses the list and deletes its images");
      case UNKNOWN_AUTHORITY ->
          table
              .hepix(ERROR, BOOK, "nobody can trust the list")
              .vmcatcher(ERROR, STORE, REFUSED)
              .cloudkeeper(WARNING, MANAGER, UNCHECKED)
              .atrope(ERROR, OPENSSL, RUN_ENDS);
      case REVOKED_CERTIFICATE ->
          table.hepix(ERROR, BOOK, "nobody should trust the list").vmcatcher(ERROR, STORE, REFUSED);
      case OUTSIDE_POLICY ->
          table
              .hepix(WARNING, BOOK, "who obeys the policy refuses the list")
              .vmcatcher(ERROR, STORE, REFUSED);
    }
    return table.rules();
  }

  private static RuleTable unverifiable(RuleTable table) {
    return table
        .hepix(ERROR, BOOK, "OpenSSL" + CANNOT_VERIFY)
        .vmcatcher(ERROR, SMIME, "vmcatcher" + CANNOT_VERIFY);
  }
}
