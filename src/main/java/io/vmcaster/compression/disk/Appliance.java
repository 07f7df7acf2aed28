package io.vmcaster.compression.disk;

import io.vmcaster.context.PlainXml;
import io.vmcaster.model.Url;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * An OVA: a tar archive with a description, {@code .ovf}. DSP0243 (5.1) has it as the first file,
 * but programs that unpack OVAs take it anywhere.
 */
final class Appliance implements DiskFormat {

  private static final String DESCRIPTION = ".ovf";
  private static final int LONGEST_DESCRIPTION = 4 << 20;

  /** How many files are looked at: an OVA has few, and not every archive is one. */
  private static final int FILES = 1000;

  @Override
  public String name() {
    return "ova";
  }

  @Override
  public boolean claims(ImageBytes bytes) throws IOException {
    return TarArchive.begins(bytes) && description(TarArchive.entries(bytes, FILES)).isPresent();
  }

  private static Optional<TarArchive.Entry> description(List<TarArchive.Entry> entries) {
    return entries.stream().filter(entry -> entry.name().endsWith(DESCRIPTION)).findFirst();
  }

  @Override
  public OptionalLong virtualSize(ImageBytes bytes) {
    return OptionalLong.empty();
  }

  @Override
  public void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    List<TarArchive.Entry> entries =
        TarArchive.requireWhole(bytes, TarArchive.entries(bytes, FILES));
    Optional<TarArchive.Entry> description = description(entries);
    if (bytes.size() == ImageBytes.UNKNOWN || description.isEmpty()) {
      return;
    }
    TarArchive.Entry ovf = description.get();
    byte[] xml = bytes.at(ovf.offset(), (int) Math.min(ovf.size(), LONGEST_DESCRIPTION));
    try {
      requireFiles(bytes, entries, xml);
    } catch (XMLStreamException e) {
      throw new NotWhole("its description " + ovf.name() + " is no XML");
    }
  }

  private static void requireFiles(
      ImageBytes bytes, List<TarArchive.Entry> entries, byte[] description)
      throws XMLStreamException, NotWhole, IOException {
    XMLStreamReader reader = PlainXml.reader(description);
    Set<String> files = new HashSet<>(Set.of(""));
    while (reader.hasNext()) {
      boolean element = reader.next() == XMLStreamConstants.START_ELEMENT;
      if (element && reader.getLocalName().equals("File")) {
        files.add(attribute(reader, "id"));
        requireFile(bytes, entries, reader);
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

  private static void requireFile(
      ImageBytes bytes, List<TarArchive.Entry> entries, XMLStreamReader element)
      throws NotWhole, IOException {
    String name = attribute(element, "href");
    if (name.isEmpty() || find(entries, name + ".000000000").isPresent()) {
      return;
    }
    TarArchive.Entry file =
        find(entries, name)
            .orElseThrow(
                () -> new NotWhole("its description names " + name + ", which is not in it"));
    String size = attribute(element, "size");
    if (size.matches("\\d{1,18}") && Long.parseLong(size) != file.size()) {
      throw new NotWhole(
          "its file " + name + " has " + file.size() + " bytes, and its description says " + size);
    }
    ImageBytes disk = bytes.slice(file.offset(), file.size());
    if (attribute(element, "compression").equals("gzip")) {
      requireUnpackable(disk, name);
    } else if (!Vmdk.isDescription(disk)) {
      try {
        DiskFormat.of(disk).requireWhole(disk);
      } catch (NotWhole e) {
        throw new NotWhole("its file " + name + " is not whole: " + e.getMessage());
      }
    }
  }

  private static void requireUnpackable(ImageBytes packed, String name) throws NotWhole {
    try (InputStream unpacked =
        GzipCompressorInputStream.builder()
            .setInputStream(packed.stream())
            .setDecompressConcatenated(true)
            .get()) {
      unpacked.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new NotWhole(
          "its file " + name + " is not whole: gzip cannot unpack it: " + e.getMessage());
    }
  }

  /** The description names its files by relative URLs, but not every program encodes them. */
  private static Optional<TarArchive.Entry> find(List<TarArchive.Entry> entries, String href) {
    List<String> names = List.of(plain(href), plain(decoded(href)));
    return entries.stream().filter(entry -> names.contains(plain(entry.name()))).findFirst();
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
