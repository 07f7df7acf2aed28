package io.vmcaster.service;

import io.vmcaster.config.Section;
import io.vmcaster.config.Section.Route;
import io.vmcaster.context.Messages;
import io.vmcaster.credential.CertificateRules;
import io.vmcaster.credential.CertificateRules.Expiry;
import io.vmcaster.credential.Credential;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.fetch.WebUrl;
import io.vmcaster.model.Ascii;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Timestamps;
import io.vmcaster.signing.ListSigner;
import io.vmcaster.subscriber.Consumer;
import io.vmcaster.subscriber.Finding;
import io.vmcaster.subscriber.Finding.FindingGroup;
import io.vmcaster.subscriber.ListNormalizer;
import io.vmcaster.subscriber.ListRules;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is checked before a list is signed and can be known without asking a server, in the order in
 * which it decides the exit status: the configuration, the data, the certificate, the consumers.
 */
record PublishChecks(PublishingContext context) {

  /** How many findings a failure tells; the check tells all. */
  private static final int SHOWN = 10;

  /**
   * A list that may be signed.
   *
   * @param list its normal form
   * @param changes what that changes, a sentence each
   * @param signer the endorser who signs
   * @param credential the key to sign with
   */
  record Signable(ImageList list, List<String> changes, Endorser signer, Credential credential) {}

  /**
   * Checks a list.
   *
   * @param messages is told of what breaks a consumer that the section does not name
   * @throws io.vmcaster.error.Failure when it cannot be published, or not with this certificate
   */
  Signable check(ImageList list, Messages messages) {
    Route route = requireRoute(list);
    requireAddresses(list);
    ListSigner.requireText(Json.pretty(list.toJson()));
    requireMetadata(list, Optional.empty());
    Credential credential = context.signer().credential();
    Endorser signer = requireSigner(list, credential.certificate());
    requireAuthorities(credential);
    warnOfEnds(credential, messages);
    if (list.endorsers().size() > 1) {
      requireMetadata(list, Optional.of(signer.dn())); // an only one was asked already
    }
    ListNormalizer normal = ListNormalizer.of(list, signer.dn());
    checkConsumers(normal.list(), route.section(), messages);
    return new Signable(normal.list(), normal.changes(), signer, credential);
  }

  private Route requireRoute(ImageList list) {
    Optional<String> uri = list.text(Keys.URI).filter(text -> !text.isEmpty());
    if (uri.isEmpty()) {
      throw new InvalidDataFailure(
          "list " + list.id() + " cannot be published: it has no hv:uri, where subscribers find it",
          "Set it: vmcaster --imagelist %s --imagelist-key-set hv:uri --imagelist-value URI"
              .formatted(list.id()));
    }
    return context.destinations().require(uri.get());
  }

  /** An address that nobody can ask for is noticed before subscribers do. */
  private static void requireAddresses(ImageList list) {
    requireAddress(list, "its hv:uri", list.text(Keys.URI));
    list.images()
        .forEach(
            image ->
                requireAddress(list, "the hv:uri of image " + image.id(), image.text(Keys.URI)));
  }

  private static void requireAddress(ImageList list, String what, Optional<String> uri) {
    try {
      uri.filter(PublishChecks::isOfTheWeb).ifPresent(WebUrl::parse);
    } catch (InvalidDataFailure e) {
      throw new InvalidDataFailure(
          "list %s cannot be published, for %s leads nowhere: %s"
              .formatted(list.id(), what, e.getMessage()),
          "Correct it with --imagelist-key-set or --image-key-set.",
          e);
    }
  }

  private static boolean isOfTheWeb(String uri) {
    String lower = Ascii.lower(uri.strip());
    return lower.startsWith("http:") || lower.startsWith("https:");
  }

  private void warnOfEnds(Credential credential, Messages messages) {
    Instant now = context.run().now();
    Expiry.of(credential.certificateChain(), "signs").stream()
        .filter(each -> each.isSoon(now))
        .forEach(each -> messages.warn(each.told(now) + ": ask for a new one now"));
  }

  private static void requireMetadata(ImageList list, Optional<Dn> signer) {
    List<Finding> missing = ListRules.requiredForPublishing(list, signer);
    if (!missing.isEmpty()) {
      throw new InvalidDataFailure(
          "list " + list.id() + " cannot be published:" + lines(FindingGroup.summary(missing)),
          advice(list));
    }
  }

  private Endorser requireSigner(ImageList list, X509Certificate certificate) {
    Endorser signer = endorser(list, certificate);
    Instant now = context.run().now();
    List<String> faults = CertificateRules.faults(certificate, now);
    if (!faults.isEmpty()) {
      throw new TrustFailure(
          "subscribers would refuse a list signed with the certificate of %s. %s"
              .formatted(signer.dn(), String.join(" ", faults)),
          "Ask the certificate authority for a certificate for signing e-mail, and name it with"
              + " --x509-cert or DISH_CERT.");
    }
    return signer;
  }

  private void requireAuthorities(Credential credential) {
    for (X509Certificate authority : credential.authorities()) {
      if (!CertificateRules.isCurrent(authority, context.run().now())) {
        throw new TrustFailure(
            ("subscribers would refuse the list: the certificate of the authority %s,"
                    + " which goes along, ended on %s")
                .formatted(
                    OneLineName.subject(authority),
                    Timestamps.format(authority.getNotAfter().toInstant())),
            "Put the authority's new certificate behind yours in its file, or name it with"
                + " --x509-chain.");
      }
    }
  }

  /**
   * The endorser of a list that a certificate belongs to. Subscribers compare the certificate's
   * subject and issuer with the list byte for byte (format 1.3).
   *
   * @throws TrustFailure when it is no endorser's, or the endorser's {@code hv:ca} is another
   *     issuer
   */
  private static Endorser endorser(ImageList list, X509Certificate certificate) {
    Dn subject = OneLineName.subject(certificate);
    Endorser endorser =
        list.endorsers().stream()
            .filter(candidate -> OneLineName.isSubject(candidate.dn().text(), certificate))
            .findFirst()
            .orElseThrow(() -> noEndorser(list, subject));
    Optional<String> ca = endorser.text(Keys.CA);
    if (ca.isPresent() && !OneLineName.isIssuer(ca.get(), certificate)) {
      Dn issuer = OneLineName.issuer(certificate);
      throw new TrustFailure(
          ("the certificate of %s was issued by %s, but the endorser's hv:ca is %s:"
                  + " subscribers would refuse the list")
              .formatted(subject, issuer, ca.get()),
          ("If the issuer is right, run: vmcaster --endorser '%s' --endorser-key-set"
                  + " hv:ca --endorser-value '%s'")
              .formatted(subject, issuer));
    }
    return endorser;
  }

  private static TrustFailure noEndorser(ImageList list, Dn subject) {
    String endorsers =
        list.endorsers().isEmpty()
            ? "it has none"
            : list.endorsers().stream()
                .map(endorser -> endorser.dn().text())
                .collect(Collectors.joining(", ", "they are ", ""));
    return noEndorser(subject, "list " + list.id() + ": " + endorsers, list.id());
  }

  /**
   * The certificate is of nobody who endorses something.
   *
   * @param what endorsed by others, and by whom
   * @param list what it could be bound to
   */
  static TrustFailure noEndorser(Dn subject, String what, ListId list) {
    return new TrustFailure(
        "the certificate's subject " + subject + " is no endorser of " + what,
        ("Use an endorser's certificate (--x509-cert, DISH_CERT), or bind this one: vmcaster"
                + " --connect --endorser '%s' --imagelist %s")
            .formatted(subject, list));
  }

  /** Refuses what a chosen consumer would refuse; warns of what would break any other. */
  private void checkConsumers(ImageList list, Section section, Messages messages) {
    List<Finding> errors =
        new ListChecker(Set.of(), context.run().now(), Optional.empty())
            .aboutToBePublished(list).stream().filter(Finding::isError).toList();
    Set<Consumer> chosen = ListChecker.consumers(section.consumers());
    List<Finding> refused =
        errors.stream().filter(error -> chosen.contains(error.consumer())).toList();
    if (!refused.isEmpty()) {
      List<String> texts = FindingGroup.of(refused).stream().map(PublishChecks::text).toList();
      throw new InvalidDataFailure(
          "list " + list.id() + " would be refused:" + lines(texts), advice(list));
    }
    if (!errors.isEmpty()) {
      messages.warn(warning(list, errors));
    }
  }

  /** One line, however many there are: the first of each consumer, and the number of others. */
  private static String warning(ImageList list, List<Finding> errors) {
    Set<Consumer> told = EnumSet.noneOf(Consumer.class);
    List<String> first = new ArrayList<>();
    List<FindingGroup> groups = FindingGroup.of(errors);
    for (FindingGroup group : groups) {
      if (told.addAll(group.consumers())) {
        first.add(text(group));
      }
    }
    int further = groups.size() - first.size();
    return "list %s would break consumers: %s%s. %s"
        .formatted(
            list.id(),
            String.join("; ", first),
            further > 0 ? "; and " + further + " more" : "",
            advice(list));
  }

  private static String text(FindingGroup group) {
    return FindingGroup.where(group.image()) + group.text();
  }

  private static String advice(ImageList list) {
    return "vmcaster --imagelist-check --imagelist " + list.id() + " shows how to fix it.";
  }

  /** A line each, as far as a person reads on. */
  private static String lines(List<String> texts) {
    String shown = texts.stream().limit(SHOWN).map("\n  "::concat).collect(Collectors.joining());
    int more = texts.size() - SHOWN;
    return more > 0 ? shown + "\n  and " + more + " more" : shown;
  }
}
