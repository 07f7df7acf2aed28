package io.vmcaster.service.imports;

import io.vmcaster.context.Check;
import io.vmcaster.context.Messages;
import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.credential.Purpose;
import io.vmcaster.credential.TrustVerdict;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Dn;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.ImageList;
import io.vmcaster.signing.SignedList;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether the signer of a list is trusted.
 *
 * @param signer who signed
 * @param doubt why they are not trusted; empty when they are
 * @param anchors whether there were trust anchors to ask
 * @param weaknesses what could be forged all the same
 */
public record SignerTrust(
    Dn signer, Optional<String> doubt, boolean anchors, List<String> weaknesses) {

  /** Copies the weaknesses. */
  public SignerTrust {
    weaknesses = List.copyOf(weaknesses);
  }

  /**
   * Asks the trust anchors.
   *
   * @param anchors their directory; empty when there is none
   */
  public static SignerTrust of(SignedList signed, Optional<Path> anchors) {
    Dn signer = OneLineName.subject(signed.signer());
    List<String> weaknesses = new ArrayList<>();
    if (signed.forgeable()) {
      weaknesses.add("the signature is over a SHA-1 digest, which can be forged");
    }
    if (anchors.isEmpty()) {
      return new SignerTrust(
          signer, Optional.of("There are no trust anchors here."), false, weaknesses);
    }
    TrustVerdict verdict =
        CaDirectory.open(anchors.get()).verify(signed.chain(), Instant.now(), Purpose.SIGN_EMAIL);
    verdict.checks().stream()
        .filter(check -> check.name().equals("chain"))
        .filter(check -> check.outcome() == Check.Outcome.WARNING)
        .forEach(check -> weaknesses.add(check.sentence()));
    return new SignerTrust(signer, verdict.faults().stream().findFirst(), true, weaknesses);
  }

  /** Says who signed, whether they are trusted, and whether they are an endorser of the list. */
  public void tell(ImageList list, Messages messages) {
    if (doubt.isEmpty()) {
      messages.info("signed by " + signer + ", whom the trust anchors know");
    } else if (anchors) {
      messages.warn("signed by " + signer + ", who is not trusted. " + doubt.get());
    } else {
      messages.info(
          "signed by " + signer + ". Whether to trust them was not checked. " + doubt.get());
    }
    weaknesses.forEach(messages::warn);
    if (!list.endorsers().isEmpty()
        && list.endorsers().stream().map(Endorser::dn).noneMatch(signer::equals)) {
      messages.warn("the signer " + signer + " is no endorser of the list");
    }
  }

  /**
   * Insists.
   *
   * @throws InvalidDataFailure when the signer is not trusted
   */
  public void require(String what) {
    if (doubt.isPresent()) {
      throw new InvalidDataFailure(
          what + " is signed by " + signer + ", who is not trusted. " + doubt.get(),
          anchors ? null : "Name the directory of the trust anchors with --ca-dir.");
    }
  }
}
