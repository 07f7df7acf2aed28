package io.vmcaster.credential;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.X509TrustedCertificateBlock;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCS12SafeBag;
import org.bouncycastle.pkcs.PKCS12SafeBagFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Takes a file apart into what Bouncy Castle makes of it: certificates, keys, and the names of PEM
 * blocks that it does not know. DER is read as the PEM block that it would be.
 */
final class KeyForms {

  private static final String PKCS12 = "PKCS12";
  private static final String UNKNOWN_BLOCK = "unrecognised object: ";

  private KeyForms() {}

  /**
   * The items of a file in their order.
   *
   * @param decryptor opens the encrypted parts of PKCS#12; encrypted keys come as they are
   * @return {@link X509CertificateHolder}s, keys as {@link PEMParser} gives them, other objects,
   *     and strings with the labels of unknown blocks; none when the file is neither PEM nor DER
   * @throws IOException when the file is damaged
   */
  static List<Object> items(byte[] bytes, KeyDecryptor decryptor) throws IOException {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (bytes.length == 0 || bytes[0] != 0x30) {
      // what an editor put in front of the first line must not hide it
      return pem(text.substring(Math.max(0, text.indexOf("-----BEGIN"))));
    }
    String label = derLabel(ASN1Sequence.getInstance(bytes));
    return label.equals(PKCS12) ? pkcs12(bytes, decryptor) : pem(asPem(label, bytes));
  }

  private static String asPem(String label, byte[] der) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(label, der));
    }
    return text.toString();
  }

  private static String derLabel(ASN1Sequence sequence) {
    ASN1Encodable first = sequence.getObjectAt(0);
    ASN1Encodable second = sequence.getObjectAt(1);
    if (first instanceof ASN1Integer version) {
      if (second instanceof ASN1Sequence) {
        return version.hasValue(3) ? PKCS12 : "PRIVATE KEY";
      }
      return second instanceof ASN1OctetString ? "EC PRIVATE KEY" : "RSA PRIVATE KEY";
    }
    if (first instanceof ASN1ObjectIdentifier) {
      return "PKCS7";
    }
    if (second instanceof ASN1OctetString) {
      return "ENCRYPTED PRIVATE KEY";
    }
    // a request begins with its version, a certificate with the tag before its own
    boolean request = ASN1Sequence.getInstance(first).getObjectAt(0) instanceof ASN1Integer;
    return request ? "CERTIFICATE REQUEST" : "CERTIFICATE";
  }

  private static List<Object> pem(String text) throws IOException {
    List<Object> items = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text))) {
      for (Optional<Object> next = next(parser); next.isPresent(); next = next(parser)) {
        add(next.get(), items);
      }
    }
    return items;
  }

  private static Optional<Object> next(PEMParser parser) throws IOException {
    try {
      return Optional.ofNullable(parser.readObject());
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      if (message.startsWith(UNKNOWN_BLOCK)) {
        return Optional.of(message.substring(UNKNOWN_BLOCK.length()));
      }
      throw e;
    }
  }

  private static void add(Object item, List<Object> items) throws IOException {
    if (item instanceof X509TrustedCertificateBlock trusted) {
      items.add(trusted.getCertificateHolder());
    } else if (item instanceof ContentInfo bundle
        && bundle.getContentType().equals(PKCSObjectIdentifiers.signedData)) {
      try {
        items.addAll(new CMSSignedData(bundle).getCertificates().getMatches(null));
      } catch (CMSException e) {
        throw new IOException(e);
      }
    } else {
      items.add(item);
    }
  }

  private static List<Object> pkcs12(byte[] bytes, KeyDecryptor decryptor) throws IOException {
    List<Object> items = new ArrayList<>();
    for (org.bouncycastle.asn1.pkcs.ContentInfo part : new PKCS12PfxPdu(bytes).getContentInfos()) {
      PKCS12SafeBagFactory bags =
          part.getContentType().equals(PKCSObjectIdentifiers.encryptedData)
              ? decryptor.open(part)
              : new PKCS12SafeBagFactory(part);
      for (PKCS12SafeBag bag : bags.getSafeBags()) {
        items.add(bag.getBagValue());
      }
    }
    return items;
  }
}
