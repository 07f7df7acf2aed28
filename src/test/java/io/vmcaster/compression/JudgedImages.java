package io.vmcaster.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Images that are judged as they are, and packed. */
abstract class JudgedImages {

  static final int MIB = 1 << 20;

  @TempDir static Path directory;

  /** A disk with something at its beginning, in its middle and at its very end. */
  @BeforeAll
  static void makeADisk() throws IOException {
    byte[] disk = new byte[12 * MIB];
    for (int place : new int[] {0, 5 * MIB + 512, disk.length - 100_000}) {
      System.arraycopy(Samples.noise(100_000), 0, disk, place, 100_000);
    }
    Files.write(directory.resolve("disk"), disk);
  }

  void judged(String commands, String missing) throws IOException {
    Path place = Files.createTempDirectory(directory, "");
    Tool.run(place, "sh", "-c", "truncate -s 8M i; " + commands);
    Path image = place.resolve("i");
    assertThat(missing(image).orElse("nothing")).contains(missing);
    Tool.run(place, "gzip", "-k", "i");
    Path packed = place.resolve("i.gz");
    assertThat(missingInside(packed, Compression.GZIP).orElse("nothing")).contains(missing);
  }

  static Optional<String> missing(Path file) {
    return ImageFormat.missing(file, "");
  }

  static Optional<String> missingInside(Path file, Compression kind) {
    return ImageFormat.missingInside(file, kind, "");
  }

  Optional<String> missingPacked(byte[] bytes) throws IOException {
    Path plain = Files.write(directory.resolve("plain"), bytes);
    Tool.run(directory, "sh", "-c", "zstd -1 -q -f plain -o packed.zst");
    assertThat(plain).exists();
    return missingInside(directory.resolve("packed.zst"), Compression.ZSTD);
  }
}
