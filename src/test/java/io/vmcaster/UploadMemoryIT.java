package io.vmcaster;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.Shell;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The memory that an upload takes, whatever the image and however many the cores. */
final class UploadMemoryIT {

  private static final long LIMIT = 256L << 20;
  private static final int MIB = 1 << 20;
  private static final String IMAGE_FILE = "build.img";

  /** Runs a program and prints its peak memory in KiB. */
  private static final String MEASURE =
      "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
          + " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";

  @TempDir Path directory;

  /** The original read a gigabyte of zeros into memory whole. */
  @Test
  void aLargeImageOfZeros() throws Exception {
    LocalSite site = LocalSite.create(directory);
    try (RandomAccessFile image = new RandomAccessFile(site.file(IMAGE_FILE).toFile(), "rw")) {
      image.setLength(1L << 30);
    }
    assertThat(peak(site)).isLessThan(LIMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "raw.gz", "raw.bz2", "raw.xz", "raw.zst"})
  void anyCompression(String format) throws Exception {
    LocalSite site = LocalSite.create(directory);
    site.setImageKey("hv:format", format);
    writeImage(site.file(IMAGE_FILE), format.matches(".*(bz2|xz)") ? 12 : 160);
    assertThat(peak(site)).isLessThan(LIMIT);
  }

  /** Noise and digits in turns. */
  private static void writeImage(Path file, int size) throws Exception {
    Random random = new Random(1);
    byte[] bytes = new byte[MIB];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < size; i++) {
        random.nextBytes(bytes);
        for (int j = 0; i % 2 == 1 && j < bytes.length; j++) {
          bytes[j] = (byte) ('0' + (bytes[j] & 15));
        }
        out.write(bytes);
      }
    }
  }

  private long peak(LocalSite site) throws Exception {
    Map<String, String> environment = new HashMap<>(site.child().variables());
    environment.put("VMCASTER_JAR", System.getProperty("vmcaster.jar"));
    environment.put("VMCASTER_JAVA", System.getProperty("java.home"));
    environment.put("VMCASTER_JAVA_OPTS", "-XX:ActiveProcessorCount=16");
    environment.put("VMCASTER_ARCHIVE", "off");
    String launcher = Path.of("scripts/vmcaster").toAbsolutePath().toString();
    Shell.Outcome outcome =
        Shell.run(
            directory,
            environment,
            "python3",
            "-c",
            MEASURE,
            launcher,
            "--image",
            IMAGE,
            "--image-upload",
            IMAGE_FILE);
    assertThat(outcome.status()).as(outcome.err()).isZero();
    assertThat(site.images()).hasSize(1);
    return 1024 * Long.parseLong(outcome.out().strip());
  }
}
