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
        text.append(separator).append(AttributeNames.shortName(attribute.getType().getId()));
        text.append('=');
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

  /** The short names that OpenSSL has for the attribute types of distinguished names. */
  static final class AttributeNames {

    /** Lines of an arc and what is below it. */
    private static final String TABLE =
        """
        0.9.2342.19200300.100.1 1=UID 2=textEncodedORAddress 3=mail 4=info 5=favouriteDrink
        0.9.2342.19200300.100.1 6=roomNumber 7=photo 8=userClass 9=host 10=manager
        0.9.2342.19200300.100.1 11=documentIdentifier 12=documentTitle 13=documentVersion
        0.9.2342.19200300.100.1 14=documentAuthor 15=documentLocation 20=homeTelephoneNumber
        0.9.2342.19200300.100.1 21=secretary 22=otherMailbox 23=lastModifiedTime 24=lastModifiedBy
        0.9.2342.19200300.100.1 25=DC 26=aRecord 27=pilotAttributeType27 28=mXRecord 29=nSRecord
        0.9.2342.19200300.100.1 30=sOARecord 31=cNAMERecord 37=associatedDomain 38=associatedName
        0.9.2342.19200300.100.1 39=homePostalAddress 40=personalTitle 41=mobileTelephoneNumber
        0.9.2342.19200300.100.1 42=pagerTelephoneNumber 43=friendlyCountryName 44=uid
        0.9.2342.19200300.100.1 45=organizationalStatus 46=janetMailbox 47=mailPreferenceOption
        0.9.2342.19200300.100.1 48=buildingName 49=dSAQuality 50=singleLevelQuality
        0.9.2342.19200300.100.1 51=subtreeMinimumQuality 52=subtreeMaximumQuality
        0.9.2342.19200300.100.1 53=personalSignature 54=dITRedirect 55=audio 56=documentPublisher
        1.2.643.3.131.1 1=INN
        1.2.643.100 1=OGRN 3=SNILS 5=OGRNIP
        1.2.840.113549.1.9 1=emailAddress 2=unstructuredName 3=contentType 4=messageDigest
        1.2.840.113549.1.9 5=signingTime 6=countersignature 7=challengePassword
        1.2.840.113549.1.9 8=unstructuredAddress 9=extendedCertificateAttributes 14=extReq
        1.2.840.113549.1.9 15=SMIME-CAPS 16=SMIME 20=friendlyName 21=localKeyID
        1.3.6.1.4.1.311.60.2.1 1=jurisdictionL 2=jurisdictionST 3=jurisdictionC
        2.5.4 3=CN 4=SN 5=serialNumber 6=C 7=L 8=ST 9=street 10=O 11=OU 12=title 13=description
        2.5.4 14=searchGuide 15=businessCategory 16=postalAddress 17=postalCode 18=postOfficeBox
        2.5.4 19=physicalDeliveryOfficeName 20=telephoneNumber 21=telexNumber
        2.5.4 22=teletexTerminalIdentifier 23=facsimileTelephoneNumber 24=x121Address
        2.5.4 25=internationaliSDNNumber 26=registeredAddress 27=destinationIndicator
        2.5.4 28=preferredDeliveryMethod 29=presentationAddress 30=supportedApplicationContext
        2.5.4 31=member 32=owner 33=roleOccupant 34=seeAlso 35=userPassword 36=userCertificate
        2.5.4 37=cACertificate 38=authorityRevocationList 39=certificateRevocationList
        2.5.4 40=crossCertificatePair 41=name 42=GN 43=initials 44=generationQualifier
        2.5.4 45=x500UniqueIdentifier 46=dnQualifier 47=enhancedSearchGuide 48=protocolInformation
        2.5.4 49=distinguishedName 50=uniqueMember 51=houseIdentifier 52=supportedAlgorithms
        2.5.4 53=deltaRevocationList 54=dmdName 65=pseudonym 72=role 97=organizationIdentifier
        2.5.4 98=c3 99=n3 100=dnsName
        """;

    private static final Map<String, String> NAMES = new HashMap<>();

    static {
      for (String line : TABLE.lines().toList()) {
        String[] words = line.split("[ =]");
        for (int i = 1; i < words.length; i += 2) {
          NAMES.put(words[0] + "." + words[i], words[i + 1]);
        }
      }
    }

    private AttributeNames() {}

    /**
     * The short name of an attribute type, or the identifier itself when OpenSSL has none.
     *
     * @param oid the object identifier in dotted form
     */
    static String shortName(String oid) {
      return NAMES.getOrDefault(oid, oid);
    }
  }
}
