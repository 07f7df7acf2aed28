package io.vmcaster.signing;

import io.vmcaster.credential.Credential;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TrustFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.cms.Time;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.DefaultSignedAttributeTableGenerator;
import org.bouncycastle.cms.SignerInfoGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * Signs image lists exactly as {@code openssl smime -sign} does, which is the one form that every
 * subscriber reads (format 2.2 to 2.5): {@code multipart/signed} with its {@code Content-Type}
 * unfolded on the second line, the list without part headers and with CR and LF at its line ends, a
 * detached SHA-256 signature of one signer. Bouncy Castle makes the signature; the MIME layer is
 * ours because bcjmail writes headers for the list's part, which subscribers take for the list.
 */
public final class ListSigner {

  private static final String BEFORE_LIST =
      """
      MIME-Version: 1.0
      Content-Type: multipart/signed; protocol="application/x-pkcs7-signature"; \
      micalg="sha-256"; boundary="BOUNDARY"

      This is an S/MIME signed message

      --BOUNDARY
      """;

  private static final String BEFORE_SIGNATURE =
      """

      --BOUNDARY
      Content-Type: application/x-pkcs7-signature; name="smime.p7s"
      Content-Transfer-Encoding: base64
      Content-Disposition: attachment; filename="smime.p7s"

      """;

  private static final AlgorithmIdentifier SHA256 =
      new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);

  private static final char REPLACED = '\uFFFD';

  /** The same as an escape, by a backslash that counts. */
  private static final Pattern ESCAPED = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*+\\\\u(?i:fffd)");

  private static final SecureRandom RANDOM = new SecureRandom();

  private ListSigner() {}

  /**
   * Signs a list.
   *
   * @param json the list; line ends at its end are left out
   * @param credential an RSA or EC key; no other certificate of its chain than the first is used
   * @param chain certificates of authorities to put into the message beside the signer's, so that
   *     subscribers need the root alone; without the root; may be empty
   * @param now the signing time
   * @return the message, ready to be published
   * @throws TrustFailure when the key cannot make a signature that subscribers verify
   * @throws InvalidDataFailure when the list is no proper text
   */
  public static byte[] sign(
      String json, Credential credential, List<X509Certificate> chain, Instant now) {
    byte[] content = content(json);
    try {
      return message(content, signature(content, credential, chain, now));
    } catch (GeneralSecurityException | OperatorCreationException | CMSException e) {
      throw new TrustFailure(
          "the list cannot be signed with this key",
          "Use the RSA or EC key that belongs to the certificate.",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing here but arrays
    }
  }

  /** The bytes that are signed for a list. */
  static byte[] content(String json) {
    requireText(json);
    return MimePart.crlf(MimePart.withoutFinalLineEnd(json.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Makes sure that a list is proper text.
   *
   * @throws InvalidDataFailure when something in it was not UTF-8
   */
  public static void requireText(String json) {
    if (!isText(json)) {
      throw new InvalidDataFailure(
          "the list cannot be signed: it has text that was not UTF-8 when it was read, near '%s'"
              .formatted(context(json)),
          "Set the value again, in UTF-8.");
    }
  }

  private static String context(String json) {
    return json.lines().filter(line -> !isText(line)).findFirst().orElse("").strip();
  }

  /** Whether nothing in it stands for bytes that are no UTF-8, and no character is a half. */
  private static boolean isText(String json) {
    return json.indexOf(REPLACED) < 0
        && !((json.contains("\\uf") || json.contains("\\uF")) // a pattern takes its time
            && ESCAPED.matcher(json).find())
        && StandardCharsets.UTF_8.newEncoder().canEncode(json);
  }

  private static byte[] signature(
      byte[] content, Credential credential, List<X509Certificate> chain, Instant now)
      throws GeneralSecurityException, OperatorCreationException, CMSException, IOException {
    List<X509Certificate> certificates = new ArrayList<>(List.of(credential.certificate()));
    certificates.addAll(chain);
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(signer(credential, now));
    generator.addCertificates(new JcaCertStore(certificates));
    return generator
        .generate(new CMSProcessableByteArray(content), false)
        .getEncoded(ASN1Encoding.DER);
  }

  private static SignerInfoGenerator signer(Credential credential, Instant now)
      throws GeneralSecurityException, OperatorCreationException {
    DefaultSignedAttributeTableGenerator standard =
        new DefaultSignedAttributeTableGenerator(
            new AttributeTable(
                new Attribute(CMSAttributes.signingTime, new DERSet(new Time(Date.from(now))))));
    return new SignerInfoGeneratorBuilder(
            new JcaDigestCalculatorProviderBuilder().build(), ListSigner::named)
        .setContentDigest(SHA256)
        // openssl smime writes no such attribute, and its like is what subscribers were tried with
        .setSignedAttributeGenerator(
            parameters ->
                standard.getAttributes(parameters).remove(CMSAttributes.cmsAlgorithmProtect))
        .build(
            new JcaContentSignerBuilder(scheme(credential)).build(credential.key()),
            new JcaX509CertificateHolder(credential.certificate()));
  }

  // rsaEncryption, as openssl smime names it
  private static AlgorithmIdentifier named(AlgorithmIdentifier signature) {
    return signature.getAlgorithm().equals(PKCSObjectIdentifiers.sha256WithRSAEncryption)
        ? new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE)
        : signature;
  }

  /** How a kind of key signs; RSA-PSS is left out because no subscriber verifies it. */
  private static String scheme(Credential credential) throws SignatureException {
    return switch (credential.key().getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> throw new SignatureException("a key of kind " + credential.key().getAlgorithm());
    };
  }

  private static byte[] message(byte[] content, byte[] signature) throws IOException {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    String boundary = "----" + HexFormat.of().withUpperCase().formatHex(random);
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 8192);
    out.write(ascii(BEFORE_LIST.replace("BOUNDARY", boundary)));
    out.write(content);
    out.write(ascii(BEFORE_SIGNATURE.replace("BOUNDARY", boundary)));
    out.write(Base64.getMimeEncoder(64, new byte[] {'\n'}).encode(signature));
    out.write(ascii("\n\n--" + boundary + "--\n\n"));
    return out.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
