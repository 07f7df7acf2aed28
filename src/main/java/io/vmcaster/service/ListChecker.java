package io.vmcaster.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.context.Check;
import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.CertificateRules;
import io.vmcaster.credential.Purpose;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.signing.ListVerifier;
import io.vmcaster.signing.MessageForm;
import io.vmcaster.signing.SignedList;
import io.vmcaster.subscriber.Consumer;
import io.vmcaster.subscriber.Finding;
import io.vmcaster.subscriber.ListNormalizer;
import io.vmcaster.subscriber.ListRules;
import io.vmcaster.subscriber.ListRules.CheckOptions;
import io.vmcaster.subscriber.MessageRules;
import io.vmcaster.subscriber.MessageTrait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells what consumers will make of a list.
 *
 * @param consumers whose rules are asked; empty for those of all
 * @param now their clock
 * @param anchors a directory of trust anchors; without one nobody is asked to trust
 */
public record ListChecker(Set<Consumer> consumers, Instant now, Optional<Path> anchors) {

  /** Nobody asked for is everybody. */
  public ListChecker {
    consumers = consumers.isEmpty() ? EnumSet.allOf(Consumer.class) : consumers;
  }

  private static final Duration USUAL_LIFETIME = Duration.ofDays(28);

  /** The consumers of those names, such as a section publishes for. */
  public static Set<Consumer> consumers(Collection<String> names) {
    Set<Consumer> consumers = EnumSet.noneOf(Consumer.class);
    names.forEach(name -> Consumer.parse(name).ifPresent(consumers::add));
    return consumers;
  }

  /**
   * A list of the database; what publishing sets by itself is taken as set.
   *
   * @param published the version that is public
   * @param elsewhere its images that another list holds, too
   */
  public List<Finding> stored(
      ImageList list, Optional<Version> published, Map<ImageId, ListId> elsewhere) {
    Map<String, JsonNode> stamps = new HashMap<>();
    stamp(list, stamps, Keys.VERSION, Version.FIRST.text());
    stamp(list, stamps, Keys.CREATED, Timestamps.format(ListNormalizer.created(now)));
    stamp(list, stamps, Keys.EXPIRES, Timestamps.format(now.plus(USUAL_LIFETIME)));
    CheckOptions situation = CheckOptions.at(now).after(published).beside(elsewhere);
    return ListRules.check(list.with(stamps).toJson(), consumers, situation);
  }

  /** A list that is about to get version and dates and be published. */
  public List<Finding> aboutToBePublished(ImageList list) {
    ImageList dated =
        list.with(
            Map.of(
                Keys.CREATED, Json.of(Timestamps.format(ListNormalizer.created(now))),
                Keys.EXPIRES, Json.of(Timestamps.format(now.plus(USUAL_LIFETIME)))));
    return stored(dated, Optional.empty(), Map.of());
  }

  private static void stamp(
      ImageList list, Map<String, JsonNode> stamps, String key, String value) {
    if (list.text(key).filter(text -> !text.isEmpty()).isEmpty()) {
      stamps.put(key, Json.of(value));
    }
  }

  /**
   * A published list, signed or bare: the message, then the list in it.
   *
   * @param bytes the message
   * @param what the file or URL that it was fetched from
   * @throws io.vmcaster.error.Failure.InvalidDataFailure when it cannot be taken apart, or is no
   *     JSON
   */
  public List<Finding> published(byte[] bytes, String what) {
    boolean signed = SignedList.looksSigned(bytes);
    Optional<MessageForm> form =
        signed ? Optional.of(MessageForm.of(bytes, what)) : Optional.empty();
    JsonNode document = Json.read(signed ? form.get().list() : bytes, what);
    Optional<ImageList> list = list(document, what);
    Set<MessageTrait> traits =
        form.map(each -> MessageTraits.of(each, list, now))
            .orElse(EnumSet.of(MessageTrait.UNSIGNED));
    if (signed && anchors.isPresent()) {
      traits.addAll(MessageTraits.trust(bytes, anchors.get(), now));
    }
    List<Finding> findings =
        new ArrayList<>(MessageRules.check(traits, consumers, list.map(ImageList::id)));
    findings.addAll(ListRules.check(document, consumers, CheckOptions.at(now).fetchedFrom(what)));
    return findings;
  }

  private static Optional<ImageList> list(JsonNode document, String what) {
    try {
      return Optional.of(ImageList.parse(document, what));
    } catch (InvalidDataFailure e) {
      return Optional.empty(); // the rules on lists say what is wrong with it
    }
  }

  /** What a message has that one of its consumers may not like. */
  static final class MessageTraits {

    private final Set<MessageTrait> traits = EnumSet.noneOf(MessageTrait.class);

    private MessageTraits() {}

    /**
     * Asks a message about everything.
     *
     * @param list the list in it, if it is a proper one
     * @param now the clock of its readers
     */
    static Set<MessageTrait> of(MessageForm form, Optional<ImageList> list, Instant now) {
      MessageTraits found = new MessageTraits();
      found.signature(form);
      found.layout(form);
      form.signer().ifPresent(signer -> found.certificate(signer, list, now));
      return found.traits;
    }

    /** What a directory of trust anchors has against the signer; nothing of a wrong signature. */
    static Set<MessageTrait> trust(byte[] message, Path anchors, Instant now) {
      MessageTraits found = new MessageTraits();
      try {
        SignedList signed = SignedList.read(message, "the list");
        for (Check check :
            CaDirectory.open(anchors).verify(signed.chain(), now, Purpose.SIGN_EMAIL).checks()) {
          boolean fault = check.outcome() == Check.Outcome.FAULT;
          found.add(fault && check.name().equals("chain"), MessageTrait.UNKNOWN_AUTHORITY);
          found.add(fault && check.name().equals("crl"), MessageTrait.REVOKED_CERTIFICATE);
          found.add(fault && check.name().equals("signing policy"), MessageTrait.OUTSIDE_POLICY);
        }
      } catch (InvalidDataFailure e) {
        return found.traits; // its signature or its form is a finding of its own
      }
      return found.traits;
    }

    private void signature(MessageForm form) {
      add(!form.fits(), MessageTrait.WRONG_SIGNATURE);
      add(form.overLf(), MessageTrait.LF_DIGEST);
      add(form.pss(), MessageTrait.PSS);
      add(form.weakDigest(), MessageTrait.WEAK_DIGEST);
      add(form.signers() == 0, MessageTrait.NO_SIGNER);
      add(form.signers() > 1, MessageTrait.SEVERAL_SIGNERS);
      add(form.certificateMissing(), MessageTrait.NO_CERTIFICATE);
      add(form.keyIdentifier(), MessageTrait.KEY_IDENTIFIER);
    }

    /** What of it is neither signature nor certificate. */
    static Set<MessageTrait> layoutOf(MessageForm form) {
      MessageTraits found = new MessageTraits();
      found.layout(form);
      return found.traits;
    }

    private void layout(MessageForm form) {
      add(!form.detached(), MessageTrait.OPAQUE);
      add(beginsWithMark(form.list()), MessageTrait.BYTE_ORDER_MARK);
      add(form.partHeaders(), MessageTrait.PART_HEADERS);
      add(!form.wrapped(), MessageTrait.LONG_LINES);
      add(form.blankInFront(), MessageTrait.BLANK_IN_FRONT);
      add(form.detached() && !form.contentTypeOnLine2(), MessageTrait.FOLDED_TYPE);
      add(form.detached() && !form.boundaryQuoted(), MessageTrait.BARE_BOUNDARY);
    }

    private static boolean beginsWithMark(byte[] list) {
      byte[] mark = "\uFEFF".getBytes(StandardCharsets.UTF_8);
      return list.length >= mark.length
          && Arrays.equals(list, 0, mark.length, mark, 0, mark.length);
    }

    private void certificate(X509Certificate signer, Optional<ImageList> list, Instant now) {
      add(!CertificateRules.isCurrent(signer, now), MessageTrait.EXPIRED_CERTIFICATE);
      add(!CertificateRules.isSuitable(signer), MessageTrait.UNSUITABLE_CERTIFICATE);
      // a list without exactly one endorser is a finding of its own
      add(
          list.filter(found -> found.endorsers().size() == 1)
              .filter(found -> !ListVerifier.endorserFaults(found, signer).isEmpty())
              .isPresent(),
          MessageTrait.OTHER_SIGNER);
    }

    private void add(boolean has, MessageTrait trait) {
      if (has) {
        traits.add(trait);
      }
    }
  }
}
