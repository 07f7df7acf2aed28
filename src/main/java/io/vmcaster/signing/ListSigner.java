package io.vmcaster.signing;

import io.vmcaster.credential.Credential;
import io.vmcaster.error.TrustFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Signs image lists exactly as {@code openssl smime -sign} does, which is the one form that every
 * subscriber reads (format 2.2 to 2.5): {@code multipart/signed} with its {@code Content-Type}
 * unfolded on the second line, the list without part headers and with CR and LF at its line ends, a
 * detached SHA-256 signature, the signer's certificate alone inside.
 */
public final class ListSigner {

  private static final String SIGNATURE_HEAD =
      """
      Content-Type: application/x-pkcs7-signature; name="smime.p7s"
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment; filename="smime.p7s"

      """;

  private static final SecureRandom RANDOM = new SecureRandom();

  private ListSigner() {}

  /**
   * Signs a list.
   *
   * @param json the list; line ends at its end are left out
   * @param credential an RSA or EC key; no other certificate of its chain than the first is used
   * @param now the signing time
   * @return the message, ready to be published
   * @throws TrustFailure when the key cannot make a signature that subscribers verify
   */
  public static byte[] sign(String json, Credential credential, Instant now) {
    byte[] content =
        Canonical.crlf(Canonical.withoutFinalLineEnd(json.getBytes(StandardCharsets.UTF_8)));
    try {
      return message(content, DetachedSignature.make(content, credential, now));
    } catch (GeneralSecurityException e) {
      throw new TrustFailure(
          "the list cannot be signed with this key",
          "Use the RSA or EC key that belongs to the certificate.",
          e);
    }
  }

  private static byte[] message(byte[] content, byte[] signature) {
    String boundary = "----" + HexFormat.of().withUpperCase().formatHex(random());
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 8192);
    try {
      out.write(ascii(head(boundary)));
      out.write(content);
      out.write(ascii("\n--" + boundary + "\n" + SIGNATURE_HEAD));
      out.write(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(signature));
      out.write(ascii("\n\n--" + boundary + "--\n\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String head(String boundary) {
    return "MIME-Version: 1.0\n"
        + "Content-Type: multipart/signed; protocol=\"application/x-pkcs7-signature\";"
        + (" micalg=\"sha-256\"; boundary=\"" + boundary + "\"\n\n")
        + "This is an S/MIME signed message\n\n"
        + ("--" + boundary + "\n");
  }

  private static byte[] random() {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
