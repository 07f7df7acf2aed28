package io.vmcaster.credential;

import io.vmcaster.model.Ascii;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CRLException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * The files of a directory of trust anchors: {@code <hash>.0} and its neighbours. An authority is
 * looked up by the hash of its name, as OpenSSL does; only when that finds nothing every
 * certificate is read, for directories without hashed names.
 */
final class AnchorStore {

  private final Path directory;
  private List<Anchor> everything;

  AnchorStore(Path directory) {
    this.directory = directory;
  }

  /** An authority, its file, and that without the ending. */
  private record Anchor(X509Certificate certificate, Path file, Path stem) {}

  /** The trusted certificates with a name. */
  List<X509Certificate> named(X500Name name) {
    return anchors(name).stream().map(Anchor::certificate).toList();
  }

  private List<Anchor> anchors(X500Name name) {
    List<Anchor> hashed = hashed(name);
    return hashed.isEmpty() ? withName(everything(), name) : hashed;
  }

  private Path stem(X500Name name) {
    return directory.resolve(hash(name));
  }

  /**
   * Why OpenSSL does not find an authority that is here, as a sentence with what to do: it looks
   * under hashed names alone, counts on from 0, and stops at the first that is no PEM file.
   */
  Optional<String> hidden(X509Certificate authority) {
    X500Name name = OneLineName.subjectName(authority);
    return anchors(name).stream()
        .filter(each -> each.certificate().equals(authority))
        .findFirst()
        .flatMap(anchor -> end(stem(name), authority).map(end -> hidden(anchor.file(), end)));
  }

  /** Where OpenSSL stops looking; empty when it finds the authority before. */
  private static Optional<Path> end(Path stem, X509Certificate authority) {
    for (int i = 0; ; i++) {
      Path file = beside(stem, "." + i);
      if (text(file).filter(text -> text.contains("-----BEGIN ")).isEmpty()) {
        return Optional.of(file);
      }
      if (read(file, stem).stream().anyMatch(each -> each.certificate().equals(authority))) {
        return Optional.empty();
      }
    }
  }

  private String hidden(Path file, Path end) {
    String why =
        Files.exists(end)
            ? "stop at %s, which is no PEM file. Remove it, or convert it (openssl x509 -inform"
                + " DER)"
            : "look for %s. Rename it, or run openssl rehash %s (c_rehash) for files named *.pem";
    return ("OpenSSL, and so consumers that use it, do not find the trust anchor "
            + file
            + ": they ")
        + why.formatted(end, directory)
        + ".";
  }

  private List<Anchor> hashed(X500Name name) {
    List<Anchor> found = new ArrayList<>();
    Path stem = stem(name);
    for (int i = 0; Files.exists(beside(stem, "." + i)); i++) {
      found.addAll(read(beside(stem, "." + i), stem));
    }
    return withName(found, name);
  }

  private static List<Anchor> withName(List<Anchor> anchors, X500Name name) {
    String hash = hash(name);
    return anchors.stream()
        .filter(each -> hash(OneLineName.subjectName(each.certificate())).equals(hash))
        .toList();
  }

  private static Path beside(Path stem, String ending) {
    return stem.resolveSibling(stem.getFileName() + ending);
  }

  private static Path withoutEnding(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling(dot < 0 ? name : name.substring(0, dot));
  }

  private List<Anchor> everything() {
    if (everything == null) {
      everything = new ArrayList<>();
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{[0-9],pem}")) {
        for (Path file : files) {
          everything.addAll(read(file, withoutEnding(file)));
        }
      } catch (IOException e) {
        return List.of(); // an unreadable directory has no anchors
      }
    }
    return everything;
  }

  // what is no certificate, or one that nobody computes with, is no anchor, and no reason to
  // distrust the others
  private static List<Anchor> read(Path file, Path stem) {
    List<Anchor> anchors = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        if (each instanceof X509Certificate certificate
            && CertificateLimits.fault(certificate).isEmpty()) {
          anchors.add(new Anchor(certificate, file, stem));
        }
      }
    } catch (IOException | CertificateException e) {
      return List.of();
    }
    return anchors;
  }

  /** What an authority may sign; empty when nobody has said. */
  Optional<SigningPolicy> policy(X509Certificate authority) {
    for (Path stem : stems(authority)) {
      String self = OneLineName.subject(authority).text();
      Optional<SigningPolicy> policy =
          text(beside(stem, ".signing_policy")).map(SigningPolicy::parse);
      Optional<SigningPolicy> namespaces =
          text(beside(stem, ".namespaces")).map(each -> SigningPolicy.parseNamespaces(each, self));
      if (policy.isPresent() || namespaces.isPresent()) {
        return policy.isPresent() && namespaces.isPresent()
            ? Optional.of(policy.get().and(namespaces.get()))
            : policy.or(() -> namespaces);
      }
    }
    return Optional.empty();
  }

  private Set<Path> stems(X509Certificate authority) {
    X500Name name = OneLineName.subjectName(authority);
    Set<Path> stems = new LinkedHashSet<>();
    stems.add(stem(name));
    for (Anchor each : anchors(name)) {
      stems.add(each.stem());
      stems.add(withoutEnding(target(each.file())));
    }
    return stems;
  }

  /** What a link leads to, as openssl rehash makes them: policy and CRL have its name. */
  private static Path target(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      return file; // it went away
    }
  }

  private static Optional<String> text(Path file) {
    try {
      return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * The revocation lists of an authority, as they are in the directory; nothing of them is checked.
   *
   * @throws CRLException when one is damaged
   */
  List<X509CRL> revocationLists(X509Certificate authority) throws CRLException {
    List<X509CRL> lists = new ArrayList<>();
    for (Path stem : stems(authority)) {
      for (int i = 0; Files.exists(beside(stem, ".r" + i)); i++) {
        lists.add(revocationList(beside(stem, ".r" + i)));
      }
    }
    return lists;
  }

  private static X509CRL revocationList(Path file) throws CRLException {
    try (InputStream in = Files.newInputStream(file)) {
      return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
    } catch (IOException | CertificateException e) {
      throw new CRLException(e);
    }
  }

  /**
   * The hash of a name that OpenSSL looks up authorities by: the first four octets, turned round,
   * of the SHA-1 over the name in a canonical form (UTF-8, lower case, blanks squeezed); as eight
   * hexadecimal digits.
   */
  static String hash(X500Name name) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(canonical(name));
      int first = ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN).getInt();
      return HexFormat.of().toHexDigits(first);
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
