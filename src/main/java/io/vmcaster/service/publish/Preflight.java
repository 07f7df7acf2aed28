package io.vmcaster.service.publish;

import io.vmcaster.config.Route;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Run;
import io.vmcaster.credential.CertificateRules;
import io.vmcaster.credential.Credential;
import io.vmcaster.credential.Expiry;
import io.vmcaster.error.Failure;
import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.error.TrustFailure;
import io.vmcaster.fetch.WebUrl;
import io.vmcaster.model.Dn;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Keys;
import io.vmcaster.service.Places;
import io.vmcaster.subscriber.Finding;
import io.vmcaster.subscriber.ListNormalizer;
import io.vmcaster.subscriber.ListRules;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that is checked before a list is signed, in the order in which it decides the exit
 * status: the configuration, the data, the certificate, the server.
 */
public final class Preflight {

  private final Places places;
  private final Supplier<Credential> credentials;
  private final PublicSizes publicSizes;
  private final Run run;

  /**
   * The checks.
   *
   * @param places where lists and images are
   * @param credentials loads key and certificate, asking for a passphrase if need be
   * @param publicSizes asks servers that the configuration does not cover
   * @param run this run
   */
  public Preflight(
      Places places, Supplier<Credential> credentials, PublicSizes publicSizes, Run run) {
    this.places = places;
    this.credentials = credentials;
    this.publicSizes = publicSizes;
    this.run = run;
  }

  /**
   * A list that may be published.
   *
   * @param list its safe form
   * @param signer the endorser who signs
   * @param credential the key to sign with
   * @param onServer what the server has now
   */
  record Cleared(ImageList list, Endorser signer, Credential credential, ServerState onServer) {}

  Cleared check(ImageList list, PublishOptions options) {
    Signable signable = signable(list, run.messages());
    ListNormalizer safe = signable.safe();
    safe.changes().forEach(run.messages()::warn);
    ServerState onServer = ServerState.of(places, list, run.messages());
    if (options.checkImages()) {
      new ImagePresence(places, publicSizes, run.messages()).check(safe.list(), options.coming());
    }
    return new Cleared(safe.list(), signable.signer(), signable.credential(), onServer);
  }

  /**
   * Insists on everything that is known without asking a server.
   *
   * @throws Failure when the list cannot be published, or not with this certificate
   */
  public void requireSignable(ImageList list) {
    signable(list, Messages.SILENT);
  }

  private record Signable(ListNormalizer safe, Endorser signer, Credential credential) {}

  private Signable signable(ImageList list, Messages messages) {
    Route route = requireRoute(list);
    PublicUris.requirePossible(list);
    requireMetadata(list, Optional.empty());
    Credential credential = credentials.get();
    Endorser signer = requireSigner(list, credential.certificate());
    warnOfEnds(credential, messages);
    if (list.endorsers().size() > 1) {
      requireMetadata(list, Optional.of(signer.dn())); // an only one was asked already
    }
    ListNormalizer safe = ListNormalizer.of(list, signer.dn());
    requireAddresses(safe.list());
    new ChosenConsumers(route.section()).check(safe.list(), run.now(), messages);
    return new Signable(safe, signer, credential);
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
      uri.filter(WebUrl::isOne).ifPresent(WebUrl::parse);
    } catch (InvalidDataFailure e) {
      throw new InvalidDataFailure(
          "list "
              + list.id()
              + " cannot be published, for "
              + what
              + " leads nowhere: "
              + e.getMessage(),
          "Correct it with --imagelist-key-set or --image-key-set.",
          e);
    }
  }

  private void warnOfEnds(Credential credential, Messages messages) {
    Expiry.of(credential.certificateChain(), "signs").stream()
        .filter(each -> each.isSoon(run.now()))
        .forEach(each -> messages.warn(each.told(run.now()) + ": ask for a new one now"));
  }

  private Route requireRoute(ImageList list) {
    Optional<String> uri = list.text(Keys.URI).filter(text -> !text.isEmpty());
    if (uri.isEmpty()) {
      throw new InvalidDataFailure(
          "list " + list.id() + " cannot be published: it has no hv:uri, where subscribers find it",
          "Set it: vmcaster --imagelist "
              + list.id()
              + " --imagelist-key-set hv:uri --imagelist-value URI");
    }
    return places.require(uri.get());
  }

  private static void requireMetadata(ImageList list, Optional<Dn> signer) {
    List<Finding> missing = ListRules.requiredForPublishing(list, signer);
    if (!missing.isEmpty()) {
      throw new InvalidDataFailure(
          "list " + list.id() + " cannot be published: " + FindingText.join(missing),
          "vmcaster --imagelist-check --imagelist " + list.id() + " shows how to mend it.");
    }
  }

  private Endorser requireSigner(ImageList list, X509Certificate certificate) {
    Endorser signer = SigningEndorser.of(list, certificate);
    List<String> faults = CertificateRules.faults(certificate, run.now());
    if (!faults.isEmpty()) {
      throw new TrustFailure(
          "subscribers would refuse a list signed with the certificate of "
              + signer.dn()
              + ". "
              + String.join(" ", faults),
          "Ask the certificate authority for a certificate for signing e-mail, and name it with"
              + " --x509-cert or DISH_CERT.");
    }
    return signer;
  }
}
