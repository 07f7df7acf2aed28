package io.vmcaster.credential;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.ReasonFlags;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v1CertificateBuilder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A root, perhaps an authority below it, a signer, and their revocation lists, made in the test.
 */
final class TrustWorld {

  /** When everything begins that says nothing else. */
  @SuppressWarnings("TimeInStaticInitializer") // days away, the tests take seconds
  static final Date PAST = Date.from(Instant.now().minus(Duration.ofDays(2)));

  /** When it ends. */
  @SuppressWarnings("TimeInStaticInitializer")
  static final Date FUTURE = Date.from(Instant.now().plus(Duration.ofDays(30)));

  private static final Charset UTF = StandardCharsets.UTF_8;
  private static final KeyPair ROOT_KEY = ec();
  private static final KeyPair SUB_KEY = ec();
  static final KeyPair LEAF_KEY = ec();

  private static KeyPair ec() {
    return key("EC", 256);
  }

  static KeyPair rsa(int bits) {
    return key("RSA", bits);
  }

  private static KeyPair key(String kind, int bits) {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance(kind);
      keys.initialize(bits);
      return keys.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  final Order root = new Order("CN=Root", ROOT_KEY);
  final Order sub = new Order("CN=Sub", SUB_KEY);
  final Order leaf = new Order("CN=Jane", LEAF_KEY);
  boolean deep;
  boolean alone;
  final List<Crl> lists = new ArrayList<>(List.of(new Crl()));
  final Crl above = new Crl();

  TrustWorld() {
    for (Order each : List.of(root, sub)) {
      each.with(Extension.basicConstraints, true, new BasicConstraints(true));
      each.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    }
    leaf.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    leaf.with(
        Extension.extendedKeyUsage,
        false,
        new ExtendedKeyUsage(
            new KeyPurposeId[] {
              KeyPurposeId.id_kp_emailProtection, KeyPurposeId.id_kp_serverAuth
            }));
  }

  Crl list() {
    return lists.get(0);
  }

  void standAlone() {
    alone = true;
    leaf.with(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.cRLSign));
  }

  Order deepRoot() {
    deep = true;
    return root;
  }

  /** A certificate to be made. */
  static final class Order {
    final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();
    X500Name name;
    KeyPair key;
    boolean versionOne;
    String digest = "SHA256";

    Order(String name, KeyPair key) {
      this.name = new X500Name(name);
      this.key = key;
    }

    Order with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
      try {
        return raw(id, critical, value.toASN1Primitive().getEncoded("DER"));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    Order raw(ASN1ObjectIdentifier id, boolean critical, byte... value) {
      extensions.put(id, new Extension(id, critical, value));
      return this;
    }

    Order without(ASN1ObjectIdentifier id) {
      extensions.remove(id);
      return this;
    }
  }

  /** A revocation list to be made. */
  static final class Crl {
    final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();
    final Map<Integer, Extensions> entries = new LinkedHashMap<>();
    X500Name name;
    KeyPair key;
    Date from = PAST;
    Date until = FUTURE;
    String digest = "SHA256";

    Crl with(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
      try {
        extensions.put(id, new Extension(id, critical, value.toASN1Primitive().getEncoded("DER")));
        return this;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    Crl part(
        DistributionPointName point,
        boolean user,
        boolean authority,
        ReasonFlags reasons,
        boolean indirect,
        boolean attributes) {
      return with(
          Extension.issuingDistributionPoint,
          true,
          new IssuingDistributionPoint(point, user, authority, reasons, indirect, attributes));
    }

    Crl entry(int serial, boolean critical, ASN1ObjectIdentifier id, ASN1Encodable value) {
      try {
        entries.put(
            serial,
            new Extensions(new Extension(id, critical, value.toASN1Primitive().getEncoded("DER"))));
        return this;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Writes the directory of trust anchors; what the message holds. */
  static List<X509Certificate> publish(TrustWorld world, Path directory) throws Exception {
    List<X509Certificate> chain = new ArrayList<>();
    if (world.alone) {
      chain.add(certificate(world.leaf, world.leaf, 3));
      write(directory, "CN=Jane", ".0", "CERTIFICATE", chain.get(0).getEncoded());
      Crl own = world.list();
      write(directory, "CN=Jane", ".r0", "X509 CRL", list(own, world.leaf).getEncoded());
      return chain;
    }
    Order issuer = world.deep ? world.sub : world.root;
    chain.add(certificate(world.leaf, issuer, 3));
    X509Certificate root = certificate(world.root, world.root, 1);
    write(directory, "CN=Root", ".0", "CERTIFICATE", root.getEncoded());
    if (world.deep) {
      chain.add(certificate(world.sub, world.root, 2));
      write(directory, "CN=Root", ".r0", "X509 CRL", list(world.above, world.root).getEncoded());
    }
    for (int i = 0; i < world.lists.size(); i++) {
      write(
          directory,
          issuer.name.toString(),
          ".r" + i,
          "X509 CRL",
          list(world.lists.get(i), issuer).getEncoded());
    }
    return chain;
  }

  private static void write(Path directory, String name, String ending, String type, byte[] bytes)
      throws IOException {
    String hash = AnchorStore.hash(new X500Name(name));
    try (PemWriter pem = new PemWriter(Files.newBufferedWriter(directory.resolve(hash + ending)))) {
      pem.writeObject(new PemObject(type, bytes));
    }
  }

  private static X509Certificate certificate(Order order, Order issuer, int serial)
      throws Exception {
    SubjectPublicKeyInfo key = SubjectPublicKeyInfo.getInstance(order.key.getPublic().getEncoded());
    BigInteger number = BigInteger.valueOf(serial);
    ContentSigner signer = signer(issuer.key, order.digest);
    X509CertificateHolder made;
    if (order.versionOne) {
      made =
          new X509v1CertificateBuilder(issuer.name, number, PAST, FUTURE, order.name, key)
              .build(signer);
    } else {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(issuer.name, number, PAST, FUTURE, order.name, key);
      for (Extension each : order.extensions.values()) {
        builder.addExtension(each);
      }
      made = builder.build(signer);
    }
    return new JcaX509CertificateConverter().getCertificate(made);
  }

  private static X509CRLHolder list(Crl list, Order issuer) throws Exception {
    X509v2CRLBuilder builder =
        new X509v2CRLBuilder(list.name == null ? issuer.name : list.name, list.from);
    if (list.until != null) {
      builder.setNextUpdate(list.until);
    }
    for (Map.Entry<Integer, Extensions> each : list.entries.entrySet()) {
      BigInteger serial = BigInteger.valueOf(each.getKey());
      if (each.getValue() == null) {
        builder.addCRLEntry(serial, PAST, CRLReason.keyCompromise);
      } else {
        builder.addCRLEntry(serial, PAST, each.getValue());
      }
    }
    for (Extension each : list.extensions.values()) {
      builder.addExtension(each);
    }
    return builder.build(signer(list.key == null ? issuer.key : list.key, list.digest));
  }

  private static ContentSigner signer(KeyPair key, String digest) throws Exception {
    boolean rsa = key.getPrivate().getAlgorithm().equals("RSA");
    return new JcaContentSignerBuilder(digest + (rsa ? "withRSA" : "withECDSA"))
        .build(key.getPrivate());
  }

  /** A message that the certificate signs. */
  static byte[] message(TrustWorld world, List<X509Certificate> chain) throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .build(signer(world.leaf.key, "SHA256"), chain.get(0)));
    generator.addCertificates(new JcaCertStore(chain));
    return generator.generate(new CMSProcessableByteArray("{}".getBytes(UTF)), true).getEncoded();
  }
}
