package io.vmcaster.compression.disk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.compression.disk.DiskFormat.NotWhole;
import io.vmcaster.compression.disk.DiskFormat.Reach;
import io.vmcaster.testing.Shell;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file is by its signs; {@code qemu-img} makes the real ones. */
class DiskFormatTest {

  private static final int SIZE = 4096;

  @TempDir Path directory;

  /** Bytes of a size with a sign at a place. */
  private static byte[] bytes(int size, int offset, String sign) {
    byte[] bytes = new byte[size];
    byte[] at = sign.getBytes(ISO_8859_1);
    System.arraycopy(at, 0, bytes, offset, at.length);
    return bytes;
  }

  /** The same, known to their end. */
  private static ImageBytes whole(byte[] bytes) {
    return ImageBytes.ofHead(bytes).slice(0, bytes.length);
  }

  private static String name(ImageBytes bytes) throws IOException {
    return DiskFormat.of(bytes).name();
  }

  /** The first version of qcow has the sign of the others, a number tells it. */
  @ParameterizedTest
  @CsvSource({"1, qcow", "2, qcow2", "3, qcow2", "9, qcow2"})
  void versionsOfQcowAreTwoFormats(int version, String name) throws IOException {
    byte[] bytes = bytes(SIZE, 0, "QFI\u00fb");
    bytes[7] = (byte) version;

    assertThat(name(whole(bytes))).isEqualTo(name);
  }

  /** An OVA is a tar, and a tar with a file that begins as a VHD is still a tar. */
  @Test
  void theFirstSignCounts() throws IOException {
    byte[] tar = bytes(SIZE, 257, "ustar");
    System.arraycopy("conectix".getBytes(ISO_8859_1), 0, tar, SIZE - 512, 8);

    assertThat(name(whole(tar))).isEqualTo("tar");
  }

  /** The first releases of Virtual PC wrote one byte less. */
  @ParameterizedTest
  @ValueSource(ints = {512, 511})
  void aFixedDiskOfVirtualPcIsKnownByItsEnd(int fromEnd) throws IOException {
    byte[] bytes = bytes(SIZE, SIZE - fromEnd, "conectix");

    assertThat(name(whole(bytes))).isEqualTo("vhd");
    assertThat(name(ImageBytes.ofHead(bytes))).as("of the beginning alone").isEqualTo("raw");
  }

  @Test
  void whatHasNoSignIsARawDisk() throws IOException {
    assertThat(name(whole(new byte[0]))).isEqualTo(DiskFormat.RAW);
    assertThat(DiskFormat.of(whole(new byte[SIZE])).virtualSize(whole(new byte[SIZE])))
        .hasValue(SIZE);
    ImageBytes head = ImageBytes.ofHead(new byte[SIZE]);
    assertThat(DiskFormat.of(head).virtualSize(head)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"qcow2", "vdi", "vhdx", "qed", "parallels", "vmdk"})
  void theSizeThatAMachineSeesIsWhatQemuWasTold(String format) throws Exception {
    Shell.run(directory, "qemu-img", "create", "-f", format, "i", "24M");
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("i").toFile(), "r")) {
      ImageBytes bytes = ImageBytes.of(file);
      DiskFormat found = DiskFormat.of(bytes);

      assertThat(found.name()).isEqualTo(format);
      assertThat(found.virtualSize(bytes)).hasValue(24 << 20);
      assertThatCode(() -> found.requireWhole(bytes, format)).doesNotThrowAnyException();
    }
  }

  @Test
  void archivesAreWhatNoConsumerUnpacks() {
    assertThat(DiskFormat.isArchive("zip")).isTrue();
    assertThat(DiskFormat.isArchive("lz4")).isTrue();
    assertThat(DiskFormat.isArchive("tar")).isFalse();
    assertThat(DiskFormat.isArchive("gz")).as("which they do unpack").isFalse();
    assertThat(DiskFormat.isArchive("")).isFalse();
  }

  /** Nothing is looked for in what was not looked at. */
  @ParameterizedTest
  @CsvSource({"VHD.gz, footer", "img.vpc, footer"})
  void aLostFooterIsMissed(String expected, String words) throws IOException {
    DiskFormat raw = DiskFormat.of(whole(new byte[SIZE]));

    assertThatThrownBy(() -> raw.requireWhole(whole(new byte[SIZE]), expected))
        .isInstanceOf(NotWhole.class)
        .hasMessageContaining(words);
    assertThatCode(() -> raw.requireWhole(ImageBytes.ofHead(new byte[SIZE]), expected))
        .doesNotThrowAnyException();
    assertThatCode(() -> raw.requireWhole(whole(new byte[SIZE]), "vhdx"))
        .doesNotThrowAnyException();
  }

  @Test
  void whatTablesNameBeyondTheEndIsCutOff() throws Exception {
    Reach reach = new Reach(whole(new byte[SIZE]));
    reach.to(SIZE - 10, 10);
    reach.require("its blocks");
    reach.to(SIZE - 10, 11);

    assertThatThrownBy(() -> reach.require("its blocks"))
        .isInstanceOf(NotWhole.class)
        .hasMessage("it is cut off: its blocks go on to byte 4097, but it has 4096");
  }

  /** Damaged numbers neither wrap round nor pass for a small reach. */
  @ParameterizedTest
  @CsvSource({"-1, 5", "5, -1", "9223372036854775807, 1", "9223372036854775807, 0"})
  void whatCannotBeIsFarAway(long offset, long length) {
    Reach reach = new Reach(whole(new byte[SIZE]));
    reach.to(offset, length);

    assertThatThrownBy(() -> reach.require("its blocks")).isInstanceOf(NotWhole.class);
  }

  @Test
  void aTableIsReadWhereAllOfItIs() throws IOException {
    ByteBuffer table = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    table.putInt(-1).putInt(2).putLong(3);
    Reach reach = new Reach(whole(table.array()));

    assertThat(reach.ints(0, 2, ByteOrder.LITTLE_ENDIAN)).containsExactly(0xffffffffL, 2L);
    assertThat(reach.longs(8, 1, ByteOrder.LITTLE_ENDIAN)).containsExactly(3L);
    assertThat(reach.longs(8, 1, ByteOrder.BIG_ENDIAN)).containsExactly(3L << 56);
    assertThat(reach.longs(8, 2, ByteOrder.LITTLE_ENDIAN)).as("half of it").isEmpty();
    assertThatThrownBy(() -> reach.require("its tables")).hasMessageContaining("to byte 24");
  }
}
