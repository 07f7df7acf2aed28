package io.vmcaster.compression.disk;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.context.Messages;
import io.vmcaster.context.PlainXml;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.model.Ascii;
import io.vmcaster.model.Url;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * An OVA: a tar archive with a description, {@code .ovf}. DSP0243 (5.1) has it as the first file,
 * but programs that unpack OVAs take it anywhere.
 */
final class Appliance {

  private static final String DESCRIPTION = ".ovf";
  private static final String MANIFEST = ".mf";
  private static final String GZIP = "\u001f\u008b";
  private static final int BLOCK = 1 << 20;
  private static final int LONGEST_DESCRIPTION = 4 << 20;

  /** How many files are looked at: an OVA has few, and not every archive is one. */
  private static final int FILES = 1000;

  private static final Pattern DIGEST =
      Pattern.compile(
          "(?im)^[ \\t]*SHA-?(1|256|384|512)[ \\t]*\\([ \\t]*(.+?)[ \\t]*\\)"
              + "[ \\t]*=[ \\t]*(\\p{XDigit}+)");

  /** Whether an archive is one. */
  static boolean isIn(ImageBytes bytes) {
    return description(TarArchive.entries(bytes, FILES)).isPresent();
  }

  private static Optional<TarArchive.Entry> description(List<TarArchive.Entry> entries) {
    return entries.stream().filter(entry -> entry.name().endsWith(DESCRIPTION)).findFirst();
  }

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    List<TarArchive.Entry> entries =
        TarArchive.requireWhole(bytes, TarArchive.entries(bytes, FILES));
    Optional<TarArchive.Entry> description = description(entries);
    if (bytes.size() == ImageBytes.UNKNOWN || description.isEmpty()) {
      return;
    }
    TarArchive.Entry ovf = description.get();
    Members members = new Members(bytes, entries);
    try {
      requireFiles(
          members, ovf.bytes(bytes).at(0, (int) Math.min(ovf.size(), LONGEST_DESCRIPTION)));
    } catch (XMLStreamException e) {
      throw new NotWhole("its description " + ovf.name() + " is no XML");
    }
    for (TarArchive.Entry entry : entries) {
      if (entry.name().endsWith(MANIFEST)) {
        requireDigests(members, entry);
      }
    }
  }

  private static void requireFiles(Members members, byte[] description)
      throws XMLStreamException, NotWhole, IOException {
    XMLStreamReader reader = PlainXml.reader(description);
    Set<String> files = new HashSet<>(Set.of(""));
    while (reader.hasNext()) {
      boolean element = reader.next() == XMLStreamConstants.START_ELEMENT;
      if (element && reader.getLocalName().equals("File")) {
        files.add(attribute(reader, "id"));
        requireFile(members, reader);
      } else if (element
          && reader.getLocalName().equals("Disk")
          && !files.contains(attribute(reader, "fileRef"))) {
        throw new NotWhole(
            "its description has a disk, but not its file " + attribute(reader, "fileRef"));
      }
    }
  }

  /** An attribute of any namespace; empty without it. */
  private static String attribute(XMLStreamReader reader, String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (reader.getAttributeLocalName(i).equals(name)) {
        return reader.getAttributeValue(i);
      }
    }
    return "";
  }

  private static void requireFile(Members members, XMLStreamReader element)
      throws NotWhole, IOException {
    String name = attribute(element, "href");
    if (name.isEmpty() || members.find(name + ".000000000").isPresent()) {
      return;
    }
    TarArchive.Entry file = members.get(name, "its description");
    String size = attribute(element, "size");
    if (size.matches("\\d{1,18}") && Long.parseLong(size) != file.size()) {
      throw new NotWhole(
          "its file "
              + name
              + " has "
              + Messages.count(file.size(), "byte")
              + ", and its description says "
              + size);
    }
    ImageBytes disk = file.bytes(members.bytes());
    try {
      if (attribute(element, "compression").equals("gzip") || disk.has(0, GZIP)) {
        requireInside(disk);
      } else if (DiskFormat.isVmdkText(disk)) {
        for (String extent : Vmdk.extents(disk)) {
          members.get(extent, "its file " + name);
        }
      } else {
        DiskFormat.of(disk).requireWhole(disk, "");
      }
    } catch (NotWhole e) {
      throw new NotWhole("its file " + name + " is not whole: " + e.getMessage());
    }
  }

  private static void requireInside(ImageBytes packed) throws NotWhole {
    try (UnpackedBytes disk = new UnpackedBytes(() -> unpack(packed.stream()))) {
      DiskFormat.of(disk).requireWhole(disk, "");
      disk.size();
    } catch (IOException e) {
      throw new NotWhole("gzip cannot unpack it: " + e.getMessage());
    }
  }

  private static InputStream unpack(InputStream packed) throws IOException {
    return GzipCompressorInputStream.builder()
        .setInputStream(new BufferedInputStream(packed, 1 << 16))
        .setDecompressConcatenated(true)
        .get();
  }

  /**
   * Holds the files against the lines of a manifest, as DSP0243 (9.1) and older programs have them.
   */
  private static void requireDigests(Members members, TarArchive.Entry manifest)
      throws NotWhole, IOException {
    int length = (int) Math.min(manifest.size(), LONGEST_DESCRIPTION);
    Matcher line = DIGEST.matcher(manifest.bytes(members.bytes()).text(0, length));
    while (line.find()) {
      String algorithm = "SHA-" + line.group(1);
      TarArchive.Entry file = members.get(line.group(2), "its manifest " + manifest.name());
      String digest = digest(file.bytes(members.bytes()), algorithm);
      if (!digest.equals(Ascii.lower(line.group(3)))) {
        throw new NotWhole(
            "its file %s is not what its manifest %s says: the %s digest is %s, and should be %s"
                .formatted(
                    file.name(), manifest.name(), algorithm, digest, Ascii.lower(line.group(3))));
      }
    }
  }

  private static String digest(ImageBytes bytes, String algorithm) throws IOException {
    try {
      MessageDigest hash = MessageDigest.getInstance(algorithm);
      for (long at = 0; at < bytes.size(); at += BLOCK) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedFailure("interrupted while reading an image");
        }
        hash.update(bytes.at(at, (int) Math.min(BLOCK, bytes.size() - at)));
      }
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has those that the pattern takes
    }
  }

  /** What is in the archive. */
  private record Members(ImageBytes bytes, List<TarArchive.Entry> entries) {

    /** The description names its files by relative URLs, but not every program encodes them. */
    Optional<TarArchive.Entry> find(String href) {
      List<String> names = List.of(plain(href), plain(decoded(href)));
      return entries.stream().filter(entry -> names.contains(plain(entry.name()))).findFirst();
    }

    TarArchive.Entry get(String name, String by) throws NotWhole {
      return find(name)
          .orElseThrow(() -> new NotWhole(by + " names " + name + ", which is not in it"));
    }

    private static String plain(String name) {
      return name.startsWith("./") ? name.substring(2) : name;
    }

    private static String decoded(String href) {
      try {
        return Url.decode(href);
      } catch (IllegalArgumentException e) {
        return href; // its percent signs mean themselves
      }
    }
  }
}
