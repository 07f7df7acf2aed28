package io.vmcaster.service;

import io.vmcaster.context.Check;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Progress;
import io.vmcaster.context.Secrets;
import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.Credential.CertificateChain;
import io.vmcaster.credential.Purpose;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.fetch.WebUrl;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.signing.MessageForm;
import io.vmcaster.signing.SignedList;
import io.vmcaster.subscriber.Consumer;
import io.vmcaster.subscriber.Finding;
import io.vmcaster.subscriber.MessageRules;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks at a published list as a strict subscriber, one check after the other. */
public final class ListVerification {

  private final Optional<Path> anchors;
  private final Instant now;
  private final List<Check> checks = new ArrayList<>();

  /**
   * A subscriber.
   *
   * @param anchors the directory of the trust anchors; without one nobody is trusted
   * @param now the subscriber's clock
   */
  public ListVerification(Optional<Path> anchors, Instant now) {
    this.anchors = anchors;
    this.now = now;
  }

  /** Whether the signer is trusted, and is the list's endorser: only then its images are read. */
  public boolean isVouchedFor() {
    return checks.stream().noneMatch(check -> check.outcome() == Check.Outcome.FAULT);
  }

  /** What was looked at so far. */
  public List<Check> checks() {
    return List.copyOf(checks);
  }

  /** Looks at a message; the list in it when there is one whose signature is right. */
  public Optional<ImageList> look(byte[] message, String what) {
    try {
      SignedList signed = SignedList.read(message, what);
      String digest = signed.forgeable() ? ", but over a SHA-1 digest, which can be forged" : "";
      checks.add(Check.ok("signature", "the signature is right" + digest));
      lookAtForm(message, what);
      lookAtSigner(signed);
      checks.add(root(CertificateChain.of(signed.signer(), signed.certificates()), anchors));
      ImageList list = ImageList.parse(Json.read(signed.content(), what), what);
      checks.add(Check.ok("content", "it is an image list; images in it: " + list.images().size()));
      lookAtEndorser(list, signed.signer());
      lookAtDates(list);
      return Optional.of(list);
    } catch (InvalidDataFailure e) {
      String advice = e.advice().map(sentence -> ". " + sentence).orElse("");
      checks.add(Check.fault(checks.isEmpty() ? "signature" : "content", e.getMessage() + advice));
      return Optional.empty();
    }
  }

  /** What a right signature hides: a form on which consumers stumble all the same. */
  private void lookAtForm(byte[] message, String what) {
    MessageRules.check(
            ListChecker.layout(MessageForm.of(message, what)),
            EnumSet.allOf(Consumer.class),
            Optional.empty())
        .stream()
        .filter(Finding::isError)
        .collect(Collectors.groupingBy(Finding::problem, TreeMap::new, Collectors.toList()))
        .forEach(
            (problem, found) ->
                checks.add(
                    Check.fault(
                        "form",
                        found.stream()
                            .map(Finding::effect)
                            .distinct()
                            .collect(Collectors.joining("; ", problem + ": ", "")))));
  }

  /**
   * Whether trust anchors have the root that a chain needs.
   *
   * @param anchors their directory; without one it is only told which that is
   */
  public static Check root(CertificateChain chain, Optional<Path> anchors) {
    return anchors
        .filter(directory -> !CaDirectory.open(directory).hasRoot(chain))
        .map(
            lacking -> Check.warning("root", chain.requirement() + ", which " + lacking + " lacks"))
        .orElseGet(() -> Check.ok("root", chain.requirement()));
  }

  private void lookAtSigner(SignedList signed) {
    if (anchors.isPresent()) {
      CaDirectory directory = CaDirectory.open(anchors.get());
      checks.addAll(directory.verify(signed.chain(), now, Purpose.SIGN_EMAIL).checks());
    } else {
      require(false, "chain", "there are no trust anchors here: name their directory by --ca-dir");
    }
  }

  private void require(boolean good, String name, String sentence) {
    checks.add(Check.that(good, name, sentence));
  }

  private void lookAtEndorser(ImageList list, X509Certificate signer) {
    List<String> faults = SignedList.endorserFaults(list, signer);
    boolean same = faults.isEmpty();
    require(same, "endorser", same ? "the signer is the endorser" : String.join(" ", faults));
  }

  private void lookAtDates(ImageList list) {
    Optional<Instant> created = list.text(Keys.CREATED).flatMap(Timestamps::parse);
    Optional<Instant> expires = list.text(Keys.EXPIRES).flatMap(Timestamps::parse);
    if (created.isEmpty() || expires.isEmpty()) {
      require(false, "dates", "it does not say from when to when it is valid");
    } else if (created.get().isAfter(now)) {
      String from = list.text(Keys.CREATED).orElseThrow();
      require(false, "dates", "it was made in the future, " + from);
    } else {
      boolean valid = expires.get().isAfter(now);
      String end = list.text(Keys.EXPIRES).orElseThrow();
      require(valid, "dates", (valid ? "it is valid until " : "it expired on ") + end);
    }
  }

  /** Holds the version against one that subscribers may have already. */
  public void lookAtVersion(ImageList list, Optional<Version> ours) {
    Optional<Version> theirs = list.version();
    if (theirs.isEmpty()) {
      require(false, "version", "it has no version");
    } else if (ours.isPresent() && ours.get().isNewerThan(theirs.get())) {
      String older = "version " + theirs.get() + " is older than ours, " + ours.get();
      require(false, "version", older);
    } else {
      require(true, "version", "version " + theirs.get());
    }
  }

  /** Adds what was found elsewhere. */
  public void add(Check check) {
    checks.add(check);
  }

  /** Downloads an image as a subscriber does, and compares size and digest with the list's. */
  public void lookAtImage(Image image, Fetcher fetcher, Progress progress) {
    checks.add(check(image, "image " + image.id(), fetcher, progress));
  }

  private static Check check(Image image, String name, Fetcher fetcher, Progress progress) {
    Optional<String> uri = image.text(Keys.URI);
    if (uri.isEmpty()) {
      return Check.fault(name, "the list does not say where it is");
    }
    if (!WebUrl.isOne(uri.get())) {
      return Check.fault(
          name, uri.get() + " is not read: subscribers take http and https addresses only");
    }
    long size = image.size();
    if (size < 0) {
      return Check.fault(name, "it is not read, for the list does not say how large it is");
    }
    MessageDigest digest = Sha512.digest();
    try (Progress.Task task = progress.begin("fetching " + Secrets.masked(uri.get()), size)) {
      Fetcher.Download download =
          fetcher.stream(
              uri.get(),
              size + 1,
              (bytes, offset, length) -> {
                digest.update(bytes, offset, length);
                task.advance(length);
              });
      return compare(image, name, download, Sha512.of(digest.digest()));
    } catch (Failure failure) {
      return Check.fault(name, failure.getMessage());
    }
  }

  private static Check compare(Image image, String name, Fetcher.Download download, Sha512 sha512) {
    long declared = image.size();
    List<String> faults = new ArrayList<>(download.faults());
    if (download.size() > declared) {
      faults.add("it has more bytes than the list says, " + declared);
    } else if (download.size() < declared) {
      faults.add(
          "it has " + Messages.count(download.size(), "byte") + ", the list says " + declared);
    } else if (image.text(Keys.SHA512).filter(sha512.hex()::equals).isEmpty()) {
      faults.add("its digest is another one");
    }
    return faults.isEmpty()
        ? Check.ok(name, Messages.count(declared, "byte") + ", the digest matches")
        : Check.fault(name, String.join("; ", faults));
  }
}
