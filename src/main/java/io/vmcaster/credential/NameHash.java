package io.vmcaster.credential;

import io.vmcaster.model.Ascii;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * The hash of a name that OpenSSL looks up authorities by: the first four octets, turned round, of
 * the SHA-1 over the name in a canonical form (UTF-8, lower case, blanks squeezed).
 */
final class NameHash {

  private NameHash() {}

  /** The hash of a name as eight hexadecimal digits. */
  static String of(X500Name name) {
    byte[] digest = sha1(canonical(name));
    return String.format(
        Locale.ROOT, "%02x%02x%02x%02x", digest[3], digest[2], digest[1], digest[0]);
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  // the RDNs one after the other, without the sequence around them
  private static byte[] canonical(X500Name name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (RDN relative : name.getRDNs()) {
      AttributeTypeAndValue[] attributes =
          Arrays.stream(relative.getTypesAndValues())
              .map(each -> new AttributeTypeAndValue(each.getType(), canonical(each.getValue())))
              .toArray(AttributeTypeAndValue[]::new);
      try {
        out.write(new DERSet(attributes).getEncoded(ASN1Encoding.DER));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return out.toByteArray();
  }

  private static ASN1Encodable canonical(ASN1Encodable value) {
    Charset charset =
        switch (OneLineName.tag(value)) {
          case 0x0c -> StandardCharsets.UTF_8;
          case 0x13, 0x14, 0x16, 0x1a -> StandardCharsets.ISO_8859_1;
          case 0x1e -> StandardCharsets.UTF_16BE;
          case 0x1c -> Charset.forName("UTF-32BE");
          default -> null;
        };
    return charset == null
        ? value
        : new DERUTF8String(squeezed(new String(OneLineName.octets(value), charset)));
  }

  // ASCII only, as OpenSSL does it
  private static String squeezed(String text) {
    return Ascii.lower(text.replaceAll("[ \\t-\\r]+", " ").replaceAll("^ | $", ""));
  }
}
