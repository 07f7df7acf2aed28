package io.vmcaster.service.verify;

import io.vmcaster.credential.CertificateRules;
import io.vmcaster.model.ImageList;
import io.vmcaster.signing.ListVerifier;
import io.vmcaster.signing.MessageForm;
import io.vmcaster.subscriber.MessageTrait;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What a message has that one of its readers may not like. */
final class MessageTraits {

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

  private void layout(MessageForm form) {
    add(!form.detached(), MessageTrait.OPAQUE);
    add(beginsWithMark(form.list()), MessageTrait.BYTE_ORDER_MARK);
    add(form.partHeaders(), MessageTrait.PART_HEADERS);
    add(!form.wrapped(), MessageTrait.LONG_LINES);
    add(form.detached() && !form.contentTypeOnLine2(), MessageTrait.FOLDED_TYPE);
    add(form.detached() && !form.boundaryQuoted(), MessageTrait.BARE_BOUNDARY);
  }

  private static boolean beginsWithMark(byte[] list) {
    byte[] mark = "\uFEFF".getBytes(StandardCharsets.UTF_8);
    return list.length >= mark.length && Arrays.equals(list, 0, mark.length, mark, 0, mark.length);
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
