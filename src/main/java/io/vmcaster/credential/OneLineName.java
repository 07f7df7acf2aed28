package io.vmcaster.credential;

import io.vmcaster.model.Item.Dn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.BERTags;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

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

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /**
   * The short names that OpenSSL has for the attribute types of distinguished names: each line
   * those of one identifier and the next ones.
   */
  private static final String NAMES =
      """
      0.9.2342.19200300.100.1.1 UID textEncodedORAddress mail info favouriteDrink roomNumber photo
      0.9.2342.19200300.100.1.8 userClass host manager documentIdentifier documentTitle
      0.9.2342.19200300.100.1.13 documentVersion documentAuthor documentLocation
      0.9.2342.19200300.100.1.20 homeTelephoneNumber secretary otherMailbox lastModifiedTime
      0.9.2342.19200300.100.1.24 lastModifiedBy DC aRecord pilotAttributeType27 mXRecord nSRecord
      0.9.2342.19200300.100.1.30 sOARecord cNAMERecord
      0.9.2342.19200300.100.1.37 associatedDomain associatedName homePostalAddress personalTitle
      0.9.2342.19200300.100.1.41 mobileTelephoneNumber pagerTelephoneNumber friendlyCountryName
      0.9.2342.19200300.100.1.44 uid organizationalStatus janetMailbox mailPreferenceOption
      0.9.2342.19200300.100.1.48 buildingName dSAQuality singleLevelQuality subtreeMinimumQuality
      0.9.2342.19200300.100.1.52 subtreeMaximumQuality personalSignature dITRedirect audio
      0.9.2342.19200300.100.1.56 documentPublisher
      1.2.643.3.131.1.1 INN
      1.2.643.100.1 OGRN
      1.2.643.100.3 SNILS
      1.2.643.100.5 OGRNIP
      1.2.840.113549.1.9.1 emailAddress unstructuredName contentType messageDigest signingTime
      1.2.840.113549.1.9.6 countersignature challengePassword unstructuredAddress
      1.2.840.113549.1.9.9 extendedCertificateAttributes
      1.2.840.113549.1.9.14 extReq SMIME-CAPS SMIME
      1.2.840.113549.1.9.20 friendlyName localKeyID
      1.3.6.1.4.1.311.60.2.1.1 jurisdictionL jurisdictionST jurisdictionC
      2.5.4.3 CN SN serialNumber C L ST street O OU title description searchGuide businessCategory
      2.5.4.16 postalAddress postalCode postOfficeBox physicalDeliveryOfficeName telephoneNumber
      2.5.4.21 telexNumber teletexTerminalIdentifier facsimileTelephoneNumber x121Address
      2.5.4.25 internationaliSDNNumber registeredAddress destinationIndicator
      2.5.4.28 preferredDeliveryMethod presentationAddress supportedApplicationContext member
      2.5.4.32 owner roleOccupant seeAlso userPassword userCertificate cACertificate
      2.5.4.38 authorityRevocationList certificateRevocationList crossCertificatePair name GN
      2.5.4.43 initials generationQualifier x500UniqueIdentifier dnQualifier enhancedSearchGuide
      2.5.4.48 protocolInformation distinguishedName uniqueMember houseIdentifier
      2.5.4.52 supportedAlgorithms deltaRevocationList dmdName
      2.5.4.65 pseudonym
      2.5.4.72 role
      2.5.4.97 organizationIdentifier c3 n3 dnsName
      """;

  private static final Map<String, String> SHORT_NAMES = new HashMap<>();

  static {
    for (String line : NAMES.lines().toList()) {
      String[] words = line.split(" ");
      int dot = words[0].lastIndexOf('.') + 1;
      int first = Integer.parseInt(words[0].substring(dot));
      for (int i = 1; i < words.length; i++) {
        SHORT_NAMES.put(words[0].substring(0, dot) + (first + i - 1), words[i]);
      }
    }
  }

  private OneLineName() {}

  /**
   * The subject of a certificate.
   *
   * @throws io.vmcaster.error.Failure.InvalidDataFailure when the name is empty
   */
  public static Dn subject(X509Certificate certificate) {
    return new Dn(text(subjectName(certificate), Form.TODAY));
  }

  /** The issuer of a certificate. */
  public static Dn issuer(X509Certificate certificate) {
    return new Dn(text(issuerName(certificate), Form.TODAY));
  }

  /** Whether a name in one line, in today's form or the old one, is a certificate's subject. */
  public static boolean isSubject(String name, X509Certificate certificate) {
    return spellings(subjectName(certificate)).contains(name);
  }

  /** Whether a name in one line, in today's form or the old one, is a certificate's issuer. */
  public static boolean isIssuer(String name, X509Certificate certificate) {
    return spellings(issuerName(certificate)).contains(name);
  }

  /** Every one-line form of a name. */
  static List<String> spellings(X500Name name) {
    return List.of(text(name, Form.TODAY), text(name, Form.OLD));
  }

  /** The subject, its attributes in the certificate's order, which Java changes. */
  static X500Name subjectName(X509Certificate certificate) {
    return holder(certificate).getSubject();
  }

  static X500Name issuerName(X509Certificate certificate) {
    return holder(certificate).getIssuer();
  }

  /** A certificate as Bouncy Castle has it. */
  static X509CertificateHolder holder(X509Certificate certificate) {
    try {
      return new JcaX509CertificateHolder(certificate);
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String text(X500Name name, Form form) {
    StringBuilder text = new StringBuilder();
    for (RDN relative : name.getRDNs()) {
      char separator = '/';
      for (AttributeTypeAndValue attribute : relative.getTypesAndValues()) {
        String type = attribute.getType().getId();
        text.append(separator).append(SHORT_NAMES.getOrDefault(type, type)).append('=');
        for (byte octet : octets(attribute.getValue())) {
          append(text, octet, form);
        }
        separator = form.between;
      }
    }
    return text.toString();
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

  /** The tag of a value. */
  static int tag(ASN1Encodable value) {
    return encoded(value)[0] & 0xff;
  }

  /** What OpenSSL keeps of a value: a sequence whole, of anything else what is in it. */
  static byte[] octets(ASN1Encodable value) {
    byte[] encoded = encoded(value);
    if (encoded[0] == (BERTags.SEQUENCE | BERTags.CONSTRUCTED)) {
      return encoded;
    }
    if (value instanceof ASN1BitString bits) {
      return bits.getBytes();
    }
    encoded[0] = BERTags.OCTET_STRING;
    return ASN1OctetString.getInstance(encoded).getOctets();
  }

  private static byte[] encoded(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
