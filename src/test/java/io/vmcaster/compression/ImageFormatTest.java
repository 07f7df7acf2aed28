package io.vmcaster.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.InvalidDataFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageFormatTest {

  private static final long SIZE = 24 << 20;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "qcow2, compat=1.1, qcow2",
    "qcow2, compat=0.10, qcow2",
    "qcow, encryption=off, qcow",
    "vmdk, subformat=monolithicSparse, vmdk",
    "vmdk, subformat=streamOptimized, vmdk",
    "vdi, static=off, vdi",
    "vpc, subformat=dynamic, vhd",
    "vpc, subformat=fixed, vhd",
    "vhdx, subformat=dynamic, vhdx",
    "vhdx, subformat=fixed, vhdx",
    "raw, preallocation=off, raw"
  })
  void knowsWhatQemuMakes(String format, String option, String name) {
    String exact = format.equals("vpc") ? option + ",force_size=on" : option;
    Tool.run(directory, "qemu-img", "create", "-f", format, "-o", exact, "i", "24M");
    ImageFormat found = ImageFormat.detect(directory.resolve("i"));
    assertThat(found).isEqualTo(new ImageFormat(name, Compression.NONE, OptionalLong.of(SIZE)));
    assertThat(found.hvFormat()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({"gzip, GZIP, gz", "bzip2, BZIP2, bz2", "xz, XZ, xz", "zstd, ZSTD, zst"})
  void looksIntoCompressedFiles(String tool, Compression compression, String suffix) {
    Tool.run(directory, "qemu-img", "create", "-f", "qcow2", "i", "24M");
    Tool.run(directory, "sh", "-c", tool + " -c i > packed");
    ImageFormat found = ImageFormat.detect(directory.resolve("packed"));
    assertThat(found).isEqualTo(new ImageFormat("qcow2", compression, OptionalLong.of(SIZE)));
    assertThat(found.hvFormat()).isEqualTo("qcow2." + suffix);
  }

  @Test
  void knowsAnAppliance() throws IOException {
    Files.writeString(directory.resolve("machine.ovf"), "<Envelope/>");
    Files.writeString(directory.resolve("disk.vmdk"), "KDMV");
    Tool.run(directory, "tar", "--format=ustar", "-cf", "a", "machine.ovf", "disk.vmdk");
    Tool.run(directory, "tar", "--format=ustar", "-cf", "b", "disk.vmdk", "machine.ovf");
    assertThat(ImageFormat.detect(directory.resolve("a")).name()).isEqualTo("ova");
    assertThat(ImageFormat.detect(directory.resolve("b")).name()).isEqualTo("ova");
  }

  /** What is an archive is no disk: "raw" would be a promise that it boots. */
  @Test
  void knowsAnArchiveThatIsNoAppliance() throws IOException {
    Files.writeString(directory.resolve("disk.vmdk"), "KDMV");
    Tool.run(directory, "tar", "--format=ustar", "-cf", "a", "disk.vmdk");
    assertThat(ImageFormat.detect(directory.resolve("a")).name()).isEqualTo("tar");
  }

  @Test
  void knowsACompactDisc() throws IOException {
    byte[] disc = new byte[40_960];
    byte[] sign = "CD001".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(sign, 0, disc, 0x8001, sign.length);
    ImageFormat found = ImageFormat.detect(Files.write(directory.resolve("i"), disc));
    assertThat(found)
        .isEqualTo(new ImageFormat("iso", Compression.NONE, OptionalLong.of(disc.length)));
  }

  @Test
  void aDamagedHeaderTellsNoSize() throws IOException {
    Tool.run(directory, "qemu-img", "create", "-f", "vhdx", "i", "24M");
    byte[] head = Arrays.copyOf(Files.readAllBytes(directory.resolve("i")), 1 << 17);
    ImageFormat found = ImageFormat.detect(Files.write(directory.resolve("short"), head));
    assertThat(found).isEqualTo(new ImageFormat("vhdx", Compression.NONE, OptionalLong.empty()));
    byte[] tiny = {'Q', 'F', 'I', (byte) 0xfb, 0, 0, 0, 3};
    assertThat(ImageFormat.detect(Files.write(directory.resolve("tiny"), tiny)).virtualSize())
        .isEmpty();
  }

  @Test
  void damagedCompressionIsRefused() throws IOException {
    byte[] damaged = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3};
    Path file = Files.write(directory.resolve("i"), damaged);
    assertThatThrownBy(() -> ImageFormat.detect(file))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @CsvSource({
    "qcow2, NONE, qcow2,     false",
    "qcow2, NONE, QCOW2.gz,  false",
    "qcow2, NONE, raw,       true",
    "qcow2, NONE, vmdk.bz2,  true",
    "qcow2, NONE, img,       false",
    "qcow2, GZIP, qcow2,     true",
    "qcow2, GZIP, qcow2.xz,  true",
    "qcow2, GZIP, qcow2.gz,  false",
    "raw,   NONE, qcow2,     true",
    "raw,   NONE, img.gz,    false",
    "iso,   NONE, raw,       false",
    "vhd,   NONE, vpc,       false",
    "raw,   GZIP, vhd.gz,    false"
  })
  void noticesContradictions(String name, Compression kind, String declared, boolean contradicts) {
    ImageFormat format = new ImageFormat(name, kind, OptionalLong.empty());
    assertThat(format.contradicts(declared)).isEqualTo(contradicts);
  }

  @ParameterizedTest
  @CsvSource({
    "qcow2.gz, GZIP",
    "gz,       GZIP",
    "RAW.GZ,   GZIP",
    "raw.bz2,  BZIP2",
    "raw.xz,   XZ",
    "raw.zst,  ZSTD",
    "raw.gz.x, NONE",
    "targz,    NONE",
    "qcow2,    NONE"
  })
  void readsTheCompressionOfAFormat(String format, Compression compression) {
    assertThat(Compression.ofFormat(format)).isEqualTo(compression);
  }
}
