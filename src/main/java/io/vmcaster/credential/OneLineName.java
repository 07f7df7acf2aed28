package io.vmcaster.credential;

import io.vmcaster.model.Dn;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/**
 * Distinguished names in one line, as OpenSSL's {@code X509_NAME_oneline} writes them and as
 * subscribers compare {@code hv:dn} and {@code hv:ca} with, byte for byte (format 2.7): attributes
 * in the certificate's order, each behind a slash, short names where OpenSSL has one, and {@code
 * \xHH} for each encoded byte that is not printable ASCII.
 *
 * <p>OpenSSL changed this form once. From 3.0 on a further attribute of one RDN stands behind a
 * plus sign, and a slash or plus sign in a value behind a backslash; before, and in what many
 * subscribers do to this day, all of them stand behind slashes and nothing is escaped. The methods
 * that make a name write today's form, those that compare names take both.
 */
public final class OneLineName {

  private static final int BIT_STRING = 0x03;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private OneLineName() {}

  /**
   * The one-line form of a name.
   *
   * @throws io.vmcaster.error.Failure.InvalidDataFailure when the name is empty
   */
  public static Dn of(X500Principal name) {
    return new Dn(text(name.getEncoded(), Form.TODAY));
  }

  /**
   * The subject of a certificate, as the certificate's own bytes have it.
   *
   * @throws io.vmcaster.error.Failure.InvalidDataFailure when the name is empty
   */
  public static Dn subject(X509Certificate certificate) {
    return new Dn(text(encodedSubject(certificate), Form.TODAY));
  }

  /** The issuer of a certificate, as the certificate's own bytes have it. */
  public static Dn issuer(X509Certificate certificate) {
    return new Dn(text(encodedIssuer(certificate), Form.TODAY));
  }

  /** Whether a name in one line, in today's form or the old one, is a certificate's subject. */
  public static boolean isSubject(String name, X509Certificate certificate) {
    return spellings(encodedSubject(certificate)).contains(name);
  }

  /** Whether a name in one line, in today's form or the old one, is a certificate's issuer. */
  public static boolean isIssuer(String name, X509Certificate certificate) {
    return spellings(encodedIssuer(certificate)).contains(name);
  }

  /** Every one-line form of an encoded name. */
  static List<String> spellings(byte[] encodedName) {
    return List.of(text(encodedName, Form.TODAY), text(encodedName, Form.OLD));
  }

  static byte[] encodedSubject(X509Certificate certificate) {
    return skipToIssuer(certificate).skip().skip().whole();
  }

  static byte[] encodedIssuer(X509Certificate certificate) {
    return skipToIssuer(certificate).whole();
  }

  // TBSCertificate: [0] version, if not 1; serial number; signature algorithm; issuer; validity;
  // subject
  private static DerReader skipToIssuer(X509Certificate certificate) {
    DerReader fields = new DerReader(tbs(certificate)).enter();
    if (fields.peekTag() == 0xa0) {
      fields.skip();
    }
    return fields.skip().skip();
  }

  private static byte[] tbs(X509Certificate certificate) {
    try {
      return certificate.getTBSCertificate();
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String text(byte[] encodedName, Form form) {
    StringBuilder text = new StringBuilder();
    DerReader names = new DerReader(encodedName).enter();
    while (names.hasNext()) {
      DerReader relative = names.enter();
      char separator = '/';
      while (relative.hasNext()) {
        append(text.append(separator), relative.enter(), form);
        separator = form.between;
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, DerReader attribute, Form form) {
    text.append(AttributeNames.shortName(attribute.objectIdentifier())).append('=');
    for (byte octet : stored(attribute.peekTag(), attribute)) {
      append(text, octet, form);
    }
  }

  private static void append(StringBuilder text, byte octet, Form form) {
    if (octet < ' ' || octet > '~') {
      text.append("\\x").append(HEX.toHexDigits(octet));
      return;
    }
    if (form.escapes.indexOf(octet) >= 0) {
      text.append('\\');
    }
    text.append((char) octet);
  }

  // OpenSSL keeps a structure with its tag and length, and a bit string without its first octet
  private static byte[] stored(int tag, DerReader value) {
    if (tag == DerReader.SEQUENCE) {
      return value.whole();
    }
    byte[] content = value.enter().rest();
    return tag == BIT_STRING && content.length > 0
        ? Arrays.copyOfRange(content, 1, content.length)
        : content;
  }

  private enum Form {
    TODAY('+', "/+"),
    OLD('/', "");

    private final char between;
    private final String escapes;

    Form(char between, String escapes) {
      this.between = between;
      this.escapes = escapes;
    }
  }
}
