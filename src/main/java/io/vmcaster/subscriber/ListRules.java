package io.vmcaster.subscriber;

import static io.vmcaster.subscriber.Finding.Severity.ERROR;
import static io.vmcaster.subscriber.Finding.Severity.NOTE;
import static io.vmcaster.subscriber.Finding.Severity.WARNING;
import static io.vmcaster.subscriber.KeyChecks.ConsumerKeys.without;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Version;
import io.vmcaster.subscriber.KeyChecks.ConsumerKeys;
import io.vmcaster.subscriber.Rule.Check;
import io.vmcaster.subscriber.Rule.RuleTable;
import io.vmcaster.subscriber.RuleContext.ListDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Holds a list against what consumers expect. Nothing is fetched or asked; see the message. */
public final class ListRules {

  /** Publishing sets these: dates and version of a list. */
  private static final List<String> STAMPED = List.of(Keys.CREATED, Keys.EXPIRES, Keys.VERSION);

  private ListRules() {}

  /** Every rule on the content of lists: of the list, then the endorser, then an image. */
  static List<Rule> all() {
    List<Rule> all = new ArrayList<>(RulesOfLists.all());
    all.addAll(RulesOfEndorsers.all());
    all.addAll(RulesOfImages.all());
    return all;
  }

  /**
   * Checks any document, also one that is no proper list.
   *
   * @param document as it was read, wrapper included
   * @param consumers who is asked; nobody finds nothing
   * @param options when and after what they read it
   * @return what they will not like: of the list, its endorser, then its images in order; within
   *     one of these in the order of the rules
   */
  public static List<Finding> check(
      JsonNode document, Set<Consumer> consumers, CheckOptions options) {
    Optional<ListDocument> parts = ListDocument.of(document);
    if (parts.isEmpty()) {
      return consumers.stream().sorted().map(ListRules::noList).toList();
    }
    return check(
        parts.get(),
        options,
        chosen(RulesOfLists.all(), consumers),
        parts.get().endorsers(),
        chosen(RulesOfEndorsers.all(), consumers),
        chosen(RulesOfImages.all(), consumers));
  }

  private static List<Rule> chosen(List<Rule> rules, Set<Consumer> consumers) {
    return rules.stream().filter(rule -> consumers.contains(rule.consumer())).toList();
  }

  private static List<Finding> check(
      ListDocument document,
      CheckOptions options,
      List<Rule> ofLists,
      List<ObjectNode> endorsers,
      List<Rule> ofEndorsers,
      List<Rule> ofImages) {
    List<Finding> findings = new ArrayList<>();
    findings.addAll(
        new RuleContext(document, options, Kind.LIST, 0, document.list()).findings(ofLists));
    for (ObjectNode endorser : endorsers) {
      findings.addAll(
          new RuleContext(document, options, Kind.ENDORSER, 0, endorser).findings(ofEndorsers));
    }
    int position = 0;
    for (Optional<ObjectNode> image : document.images()) {
      position++;
      if (image.isPresent()) {
        findings.addAll(
            new RuleContext(document, options, Kind.IMAGE, position, image.get())
                .findings(ofImages));
      }
    }
    return findings;
  }

  /**
   * What keeps a list from being published: required metadata (format 1.4, "required sets") that is
   * not there, of the list, its images and the endorser who signs. What publishing sets by itself
   * is not asked for: dates and version of the list, the names of the endorser's certificate.
   *
   * @param list as it is stored
   * @param signer who signs; empty when that is not known yet: then an endorser is asked if it is
   *     the only one
   * @return all faults together
   */
  public static List<Finding> requiredForPublishing(ImageList list, Optional<Dn> signer) {
    ListDocument document = ListDocument.of(list.toJson()).orElseThrow();
    return check(
        document,
        CheckOptions.at(Instant.EPOCH),
        required(
            KeyChecks.present(without(ConsumerKeys.LIST, STAMPED))
                .and(KeyChecks.notBlank(List.of(Keys.TITLE, Keys.URI)))
                .and(ListChecks::endorserThere)),
        signing(document, signer),
        required(KeyChecks.filled(ConsumerKeys.ENDORSER)),
        required(
            KeyChecks.present(ConsumerKeys.IMAGE)
                .and(KeyChecks.notBlank(List.of(Keys.TITLE, Keys.URI, Keys.SIZE, Keys.SHA512)))));
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

  private static List<Rule> required(Check check) {
    return new RuleTable()
        .rule("publish", check)
        .hepix(
            ERROR,
            "hepixvmitrust vmitrustlib.py, required metadata",
            "it is required to publish the list")
        .rules();
  }

  private static Finding noList(Consumer consumer) {
    return new Finding(
        "list",
        consumer,
        ERROR,
        Optional.empty(),
        Optional.of(Keys.IMAGE_LIST),
        "the document is no image list",
        "nobody can read it",
        FixCommand.addList());
  }

  /**
   * When and where a list is read, and what consumers have already.
   *
   * @param now the consumer's clock
   * @param previous the version that subscribers have, if known
   * @param source the URL that it was fetched from, if it was
   * @param elsewhere images that another list holds, too, each with one such list
   */
  public record CheckOptions(
      Instant now,
      Optional<Version> previous,
      Optional<String> source,
      Map<ImageId, ListId> elsewhere) {

    /** Copies the map. */
    public CheckOptions {
      elsewhere = Map.copyOf(elsewhere);
    }

    /** At a moment; nothing else is known. */
    public static CheckOptions at(Instant now) {
      return new CheckOptions(now, Optional.empty(), Optional.empty(), Map.of());
    }

    /** The same, after a version that subscribers have. */
    public CheckOptions after(Optional<Version> version) {
      return new CheckOptions(now, version, source, elsewhere);
    }

    /** The same, fetched from somewhere. */
    public CheckOptions fetchedFrom(String url) {
      return new CheckOptions(now, previous, Optional.of(url), elsewhere);
    }

    /** The same, with images that other lists hold, too. */
    public CheckOptions beside(Map<ImageId, ListId> others) {
      return new CheckOptions(now, previous, source, others);
    }
  }

  /**
   * What consumers expect of a list's endorser, as far as that can be judged without the
   * certificate (format 1.3 and 2.7).
   */
  static final class RulesOfEndorsers {

    private static final String LIBRARY = "hepixvmitrust vmitrustlib.py";
    private static final String CHECKER = "vmcatcher msgcheck.py";
    private static final String ATROPE_ENDORSER = "atrope endorser.py";
    private static final List<String> NAMES = List.of(Keys.DN, Keys.CA);

    /** How early Globus and others spelled attributes that OpenSSL spells otherwise. */
    private static final Pattern OLD_SPELLING = Pattern.compile(".*/(?:Email|E|USERID)=.*");

    private static final Predicate<String> PROXY =
        Pattern.compile(".*/CN=(?:limited )?proxy").asMatchPredicate();

    private RulesOfEndorsers() {}

    /** The rules, in the order of their findings. */
    static List<Rule> all() {
      return new RuleTable()
          .rule(
              "endorser-required",
              KeyChecks.there(ConsumerKeys.ENDORSER, ConsumerKeys.ENDORSER_MAY_BE_NULL))
          .hepix(ERROR, "book, endorser; " + LIBRARY, "the format requires it")
          .vmcatcher(ERROR, LIBRARY + " VMendorserDecoder", "vmcatcher refuses the list (38)")
          .atrope(ERROR, ATROPE_ENDORSER, "atrope refuses the list")
          .rule("endorser-null", KeyChecks.notNull(ConsumerKeys.ENDORSER_MAY_BE_NULL))
          .hepix(WARNING, "book, endorser", "the format has strings here")
          .vmcatcher(WARNING, "vmcatcher of 2026", "today's takes it, others may not")
          .atrope(WARNING, "atrope of 2026", "today's takes it, others may not")
          .rule("endorser-empty", KeyChecks.notBlank(ConsumerKeys.ENDORSER))
          .hepix(WARNING, "hepixvmitrust vmilisttool verify", "the format's tool refuses it")
          .rule("endorser-text", KeyChecks.strings(ConsumerKeys.ENDORSER))
          .hepix(WARNING, "book, endorser", "the format has strings here")
          .rule("endorser-form", RulesOfEndorsers::oneLine)
          .vmcatcher(ERROR, CHECKER, "no certificate has this name, and vmcatcher refuses it (12)")
          .atrope(ERROR, ATROPE_ENDORSER, "no certificate has this name, and atrope refuses it")
          .rule(
              "endorser-proxy",
              KeyChecks.noText(List.of(Keys.DN), PROXY, "is the subject of a proxy"))
          .hepix(ERROR, "RFC 3820; OpenSSL's purpose check", "a proxy's signature is refused")
          .vmcatcher(ERROR, "smimeX509validation truststore.py", "a proxy's signature is refused")
          .atrope(ERROR, "openssl smime -verify", "a proxy's signature is refused")
          .rule("endorser-ascii", KeyChecks.ascii(NAMES))
          .vmcatcher(ERROR, "M2Crypto X509_Name (X509_NAME_oneline)", "vmcatcher refuses it (12)")
          .rule(
              "endorser-escapes",
              KeyChecks.noText(NAMES, text -> text.contains("\\x"), "has escaped bytes"))
          .atrope(ERROR, "pyOpenSSL get_components", "atrope decodes names and refuses this one")
          .rule("endorser-column", KeyChecks.fits(new TreeMap<>(Map.of(Keys.DN, 50, Keys.CA, 50))))
          .vmcatcher(
              NOTE,
              "vmcatcher databaseDefinition.py",
              "vmcatcher cannot store it in PostgreSQL or MySQL")
          .rule("endorser-merged", KeyChecks.absent(ConsumerKeys.HIDDEN_BY_ENDORSER))
          .cloudkeeper(
              ERROR,
              "cloudkeeper image_list.rb prepare_appliance_hash",
              "cloudkeeper gives every image this value")
          .rules();
    }

    /** The names have OpenSSL's form of one line. */
    static void oneLine(RuleContext part) {
      for (String key : NAMES) {
        String text = part.text(key);
        if (text == null ? !part.lacks(key) : !Dn.ONE_LINE.matcher(text).matches()) {
          part.wrong(key, "is not a name in one line, /C=…/CN=…");
        } else if (text != null && OLD_SPELLING.matcher(text).matches()) {
          part.wrong(key, "spells an attribute as OpenSSL does not");
        }
      }
    }
  }
}
