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
    CheckOptions options = CheckOptions.at(now).after(published).beside(elsewhere);
    return ListRules.check(list.with(stamps).toJson(), consumers, options);
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
    Optional<MessageForm> form =
        SignedList.looksSigned(bytes) ? Optional.of(MessageForm.of(bytes, what)) : Optional.empty();
    JsonNode document = Json.read(form.map(MessageForm::list).orElse(bytes), what);
    Optional<ImageList> list = list(document, what);
    Set<MessageTrait> traits =
        form.map(each -> traits(each, bytes, list)).orElse(Set.of(MessageTrait.UNSIGNED));
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
  Set<MessageTrait> traits(MessageForm form, byte[] message, Optional<ImageList> list) {
    Set<MessageTrait> traits = layout(form);
    add(traits, !form.fits(), MessageTrait.WRONG_SIGNATURE);
    add(traits, form.overLf(), MessageTrait.LF_DIGEST);
    add(traits, form.unverifiable(), MessageTrait.PSS);
    add(traits, form.weakDigest(), MessageTrait.WEAK_DIGEST);
    add(traits, form.signers() == 0, MessageTrait.NO_SIGNER);
    add(traits, form.signers() > 1, MessageTrait.SEVERAL_SIGNERS);
    add(traits, form.certificateMissing(), MessageTrait.NO_CERTIFICATE);
    add(traits, form.keyIdentifier(), MessageTrait.KEY_IDENTIFIER);
    form.signer().ifPresent(signer -> traits.addAll(certificate(signer, list)));
    anchors.ifPresent(directory -> traits.addAll(trust(message, directory)));
    return traits;
  }

  /** What of it is neither signature nor certificate. */
  static Set<MessageTrait> layout(MessageForm form) {
    Set<MessageTrait> traits = EnumSet.noneOf(MessageTrait.class);
    byte[] mark = "\uFEFF".getBytes(StandardCharsets.UTF_8);
    byte[] start = Arrays.copyOf(form.list(), mark.length);
    add(traits, !form.detached(), MessageTrait.OPAQUE);
    add(traits, Arrays.equals(start, mark), MessageTrait.BYTE_ORDER_MARK);
    add(traits, form.partHeaders(), MessageTrait.PART_HEADERS);
    add(traits, !form.wrapped(), MessageTrait.LONG_LINES);
    add(traits, form.blankInFront(), MessageTrait.BLANK_IN_FRONT);
    add(traits, form.detached() && !form.contentTypeOnLine2(), MessageTrait.FOLDED_TYPE);
    add(traits, form.detached() && !form.boundaryQuoted(), MessageTrait.BARE_BOUNDARY);
    return traits;
  }

  private Set<MessageTrait> certificate(X509Certificate signer, Optional<ImageList> list) {
    Set<MessageTrait> traits = EnumSet.noneOf(MessageTrait.class);
    add(traits, !CertificateRules.isCurrent(signer, now), MessageTrait.EXPIRED_CERTIFICATE);
    add(traits, !CertificateRules.isSuitable(signer), MessageTrait.UNSUITABLE_CERTIFICATE);
    // a list without exactly one endorser is a finding of its own
    list.filter(found -> found.endorsers().size() == 1)
        .filter(found -> !SignedList.endorserFaults(found, signer).isEmpty())
        .ifPresent(found -> traits.add(MessageTrait.OTHER_SIGNER));
    return traits;
  }

  /** What a directory of trust anchors has against the signer; nothing of a wrong signature. */
  private Set<MessageTrait> trust(byte[] message, Path directory) {
    Set<MessageTrait> traits = EnumSet.noneOf(MessageTrait.class);
    try {
      SignedList signed = SignedList.read(message, "the list");
      CaDirectory.open(directory).verify(signed.chain(), now, Purpose.SIGN_EMAIL).checks().stream()
          .filter(check -> check.outcome() == Check.Outcome.FAULT)
          .forEach(
              fault -> {
                add(traits, isOfAuthority(fault, signed.signer()), MessageTrait.UNKNOWN_AUTHORITY);
                add(traits, fault.name().equals("crl"), MessageTrait.REVOKED_CERTIFICATE);
                add(traits, fault.name().equals("signing policy"), MessageTrait.OUTSIDE_POLICY);
              });
    } catch (InvalidDataFailure e) {
      return traits; // its signature or its form is a finding of its own
    }
    return traits;
  }

  /** What is wrong with the signer itself is a finding of its own. */
  private boolean isOfAuthority(Check fault, X509Certificate signer) {
    return switch (fault.name()) {
      case "chain" -> true;
      case "validity" -> CertificateRules.isCurrent(signer, now);
      case "purpose" -> CertificateRules.isSuitable(signer);
      default -> false;
    };
  }

  private static void add(Set<MessageTrait> traits, boolean has, MessageTrait trait) {
    if (has) {
      traits.add(trait);
    }
  }
}
