package io.vmcaster.compression.disk;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** A tar archive that is no appliance. */
final class TarArchive {

  private static final int MOST_FILES = 10_000;

  /**
   * A file of an archive.
   *
   * @param offset where its bytes begin
   */
  record Entry(String name, long offset, long size) {

    /** What is in it, of the bytes of its archive. */
    ImageBytes bytes(ImageBytes archive) {
      return archive.slice(offset, size);
    }
  }

  static void requireWhole(ImageBytes bytes) throws NotWhole, IOException {
    requireWhole(bytes, entries(bytes, MOST_FILES));
  }

  static List<Entry> requireWhole(ImageBytes bytes, List<Entry> entries)
      throws NotWhole, IOException {
    Reach reach = new Reach(bytes);
    entries.forEach(entry -> reach.to(entry.offset(), entry.size()));
    reach.require("its files");
    return entries;
  }

  /** The first files, as far as the archive can be read. */
  static List<Entry> entries(ImageBytes bytes, int most) {
    List<Entry> entries = new ArrayList<>();
    ImageBytes.Stream in = bytes.stream();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null && entries.size() < most) {
        entries.add(new Entry(entry.getName(), in.position(), entry.getSize()));
        entry = tar.getNextEntry();
      }
    } catch (IOException | IllegalArgumentException e) {
      return entries; // what was found before the damage says what is missing
    }
    return entries;
  }
}
