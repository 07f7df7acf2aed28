package io.vmcaster.compression;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.compression.disk.DiskFormat;
import io.vmcaster.compression.disk.ImageBytes;
import io.vmcaster.error.Failure.InvalidDataFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as {@code qemu-img} and {@code tar} make them are whole; chunks of them are not. */
class WholeImagesTest extends JudgedImages {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qcow2",
        "qcow2 -c",
        "qcow2 -o compat=0.10",
        "qcow2 -o cluster_size=512",
        "qcow2 -o cluster_size=2M",
        "qcow2 -o cluster_size=2M -c",
        "qcow2 -o extended_l2=on,cluster_size=128k",
        "qcow2 -o preallocation=metadata",
        "qcow2 -o preallocation=falloc",
        "qcow2 -o preallocation=full",
        "qcow2 -o compression_type=zstd -c",
        "qcow2 -o lazy_refcounts=on",
        "qcow2 -o refcount_bits=64",
        "qcow",
        "vmdk",
        "vmdk -o subformat=streamOptimized",
        "vmdk -o adapter_type=lsilogic,compat6",
        "vdi",
        "vdi -o static=on",
        "vpc -o force_size",
        "vpc -o subformat=fixed,force_size",
        "vhdx",
        "vhdx -o subformat=fixed",
        "vhdx -o block_size=1M",
        "qed",
        "parallels"
      })
  void whatQemuMakes(String format) throws IOException {
    String name = format.replaceAll("\\W", "_");
    Tool.run(directory, "sh", "-c", "qemu-img convert -f raw disk -O " + format + " " + name);
    Path whole = directory.resolve(name);
    assertThat(missing(whole)).isEmpty();
    byte[] bytes = Files.readAllBytes(whole);
    assertThat(missingPacked(bytes)).isEmpty();
    String found = ImageFormat.detect(whole).name();
    for (int less : new int[] {70_000, bytes.length / 2, bytes.length - 90}) {
      byte[] cut = Arrays.copyOf(bytes, bytes.length - less);
      Path file = Files.write(directory.resolve("cut"), cut);
      if (ImageFormat.detect(file).name().equals(found)) {
        assertThat(missing(file)).as("without %s bytes", less).isPresent();
        assertThat(missingPacked(cut)).as("packed without %s bytes", less).isPresent();
      } else {
        assertThat(format).as("the footer was all that told").contains("fixed");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"qcow2", "qcow", "vmdk", "vdi", "vpc", "vhdx", "qed", "parallels", "raw"})
  void anEmptyDiskIsWhole(String format) {
    Tool.run(directory, "qemu-img", "create", "-f", format, "empty", "3G");
    assertThat(missing(directory.resolve("empty"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qemu-img create -f qcow2 -b ../base.qcow2 -u -F qcow2 i 3M | changes to its backing file"
            + " ../base.qcow2",
        "qemu-img create -f qcow2 -o compat=0.10 -b b.raw -F raw -u i 3M | changes to its backing"
            + " file b.raw",
        "qemu-img create -f qcow -b base.raw -F raw -u i 3M | changes to its backing file base.raw",
        "qemu-img create -f qed -b base.raw -F raw -u i 3M | changes to its backing file base.raw",
        "qemu-img create -f qcow2 -o data_file=data.raw i 3M | in another file, data.raw",
        "qemu-img create -f vmdk -o subformat=monolithicFlat i 3M | in other files: i-flat",
        "qemu-img create -f vmdk -o subformat=twoGbMaxExtentSparse i 3G | in other files: i-s001,"
            + " i-s002",
        "qemu-img create -f vmdk -o subformat=twoGbMaxExtentFlat i 3G | in other files: i-f001,"
            + " i-f002",
        "qemu-img create -f vmdk p 3M; qemu-img create -f vmdk -b p -F vmdk i | changes to another"
            + " VMDK file p",
        "qemu-img create -f vmdk -o subformat=twoGbMaxExtentSparse x 3M; mv x-s001 i | a part of a"
            + " disk",
        "qemu-img create -f vpc i 3M; printf '\\4' | dd of=i bs=1 seek=63 conv=notrunc | another"
            + " VHD file",
        "qemu-img create -f vdi i 3M; printf '\\4' | dd of=i bs=1 seek=76 conv=notrunc | another"
            + " VDI file",
        "qemu-img create -f qcow2 i 3M; printf '\\11' | dd of=i bs=1 seek=7 conv=notrunc | unknown"
            + " version of qcow2: 9",
        "qemu-img create -f qcow2 i 3M; printf '\\40' | dd of=i bs=1 seek=79 conv=notrunc | unknown"
            + " features of qcow2: incompatible bits 0x20",
        "qemu-img create -f qcow2 i 3M; printf '\\200' | dd of=i bs=1 seek=72 conv=notrunc |"
            + " unknown features of qcow2: incompatible bits 0x8000000000000000",
        "qemu-img create -f qcow2 i 3M; printf '\\36' | dd of=i bs=1 seek=23 conv=notrunc | no"
            + " qcow2 clusters of 2^30 bytes",
        "qemu-img create -f qcow2 i 3M; printf '\\200' | dd of=i bs=1 seek=24 conv=notrunc |"
            + " negative size",
        "echo '<!DOCTYPE html><title>404</title>' > i | HTML or XML page",
        "printf '\\357\\273\\277\\r\\n <HTML lang=en>' > i | HTML or XML page",
        "echo '<?xml version=\"1.0\"?><Error/>' > i | HTML or XML page",
        "echo '<Error><Code>NoSuchKey</Code></Error>' > i | HTML or XML page",
        "echo x > machine.ovf; tar cf i machine.ovf | description machine.ovf is no XML"
      })
  void whatIsElsewhere(String line) throws IOException {
    int bar = line.lastIndexOf('|');
    String[] parts = {line.substring(0, bar), line.substring(bar + 1).strip()};
    judged(parts[0], parts[1]);
  }

  /** Each lacks but its last bytes. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mke2fs -q -t ext2 -b 1024",
        "mke2fs -q -t ext3 -b 4096",
        "mke2fs -q -t ext4 -O 64bit",
        "truncate -s 320M fs; mkfs.xfs -q -m crc=0",
        "truncate -s 320M fs; mkfs.xfs -q -b size=1024",
        "truncate -s 120M fs; mkfs.btrfs -q",
        "mkfs.fat -F 12 -s 128",
        "mkfs.fat -F 16",
        "truncate -s 120M fs; mkfs.fat -F 32",
        "mkfs.ntfs -q -F",
        "mkfs.exfat",
        "mkfs.f2fs",
        "mksquashfs disk fs -quiet -noappend -b 64k -nopad; true",
        "rm fs; mkfs.erofs fs parts; true",
        "genisoimage -quiet -o fs disk; true",
        "printf 'label: gpt\n- - L *' | sfdisk -q",
        "printf 'label: gpt\nsize=9M' | sfdisk -q",
        "printf 'label: dos\n- - L *' | sfdisk -q",
        "printf 'label: dos\nsize=9M\n- - E\nsize=5M\n- - L' | sfdisk -q"
      })
  void fileSystemsAndTables(String command) throws IOException {
    Path parts = Files.createDirectories(directory.resolve("parts"));
    Files.copy(directory.resolve("disk"), parts.resolve("disk"), REPLACE_EXISTING);
    Tool.run(
        directory,
        "sh",
        "-ec",
        "PATH=$PATH:/usr/sbin:/sbin; rm -f fs; truncate -s 60M fs; " + command + " fs >&2");
    Path whole = directory.resolve("fs");
    assertThat(missing(whole)).isEmpty();
    try (FileChannel file = FileChannel.open(whole, WRITE)) {
      file.truncate(file.size() - 70_000);
    }
    assertThat(missing(whole).orElse("nothing")).startsWith("it is cut off: ");
    Tool.run(directory, "sh", "-c", "zstd -1 < fs > fs.zst");
    assertThat(missingInside(directory.resolve("fs.zst"), Compression.ZSTD)).isPresent();
  }

  @Test
  void aDiskOfSeveral() {
    Tool.run(
        directory,
        "sh",
        "-ec",
        "PATH=$PATH:/usr/sbin:/sbin; truncate -s 120M one two; mkfs.btrfs -q one two");
    assertThat(missing(directory.resolve("two")))
        .contains("it is one of the 2 disks of a btrfs file system");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 512, 4096})
  void partitionsBeyondTheEnd(int sector) throws IOException {
    for (int size : new int[] {2, 4, 8}) {
      ByteBuffer disk = ByteBuffer.allocate(size * MIB).order(ByteOrder.LITTLE_ENDIAN);
      disk.put(510, (byte) 0x55).put(511, (byte) 0xaa);
      boolean guided = sector > 0;
      disk.put(450, (byte) (guided ? 0xee : 0x83)).putInt(454, guided ? 1 : 2048);
      disk.putInt(458, guided ? -1 : 6144);
      if (guided) {
        disk.put(sector, "EFI PART".getBytes(StandardCharsets.US_ASCII)).putInt(sector + 12, 92);
        disk.putLong(sector + 72, 2).putInt(sector + 80, 128).putInt(sector + 84, 128);
        disk.putLong(2 * sector, 1).putLong(2 * sector + 32, MIB / sector);
        disk.putLong(2 * sector + 40, 4 * MIB / sector - 1);
        CRC32 sum = new CRC32();
        sum.update(disk.array(), sector, 92);
        disk.putInt(sector + 16, (int) sum.getValue());
      }
      Optional<String> missing = missing(Files.write(directory.resolve("parted"), disk.array()));
      assertThat(missing.isPresent()).as("%s MiB", size).isEqualTo(size < 4);
      disk.putInt(sector + 16, 7).put(446, (byte) 7);
      assertThat(missing(Files.write(directory.resolve("parted"), disk.array())))
          .as("what may be no table at all")
          .isEmpty();
    }
  }

  /** Where the sign of a format is not at the beginning, its name tells what was lost. */
  @Test
  void lostSigns() throws IOException {
    Tool.run(
        directory, "sh", "-c", "qemu-img convert disk -O vpc -o subformat=fixed,force_size f.vhd");
    byte[] bytes = Files.readAllBytes(directory.resolve("f.vhd"));
    Path file = Files.write(directory.resolve("sign"), Arrays.copyOf(bytes, bytes.length - 512));
    Tool.run(directory, "sh", "-c", "gzip -c sign > sign.gz; tar cf some.ova disk");
    for (String expected : new String[] {"vhd", "VPC", "img.vhd.gz"}) {
      assertThat(ImageFormat.missing(directory.resolve("f.vhd"), expected)).isEmpty();
      assertThat(ImageFormat.missing(file, expected).orElseThrow()).contains("the footer");
      assertThat(
              ImageFormat.missingInside(directory.resolve("sign.gz"), Compression.GZIP, expected)
                  .orElseThrow())
          .contains("the footer");
    }
    assertThat(ImageFormat.missing(file, "raw.gz")).isEmpty();
    assertThat(ImageFormat.missing(directory.resolve("some.ova"), "ova").orElseThrow())
        .contains("(.ovf)");
    assertThat(ImageFormat.missing(directory.resolve("some.ova"), "tar")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"gzip, GZIP", "bzip2, BZIP2", "xz, XZ, ", "zstd -q, ZSTD"})
  void packedFiles(String tool, Compression kind) throws IOException {
    Files.write(directory.resolve("noise"), Samples.noise(3 * MIB));
    Tool.run(directory, "sh", "-c", tool + " -c noise > one; cat one one > two; cat one > trailed");
    assertThat(missingInside(directory.resolve("two"), kind)).isEmpty();
    Tool.run(directory, "sh", "-c", "echo and more that is no member >> trailed");
    byte[] one = Files.readAllBytes(directory.resolve("one"));
    byte[] two = Files.readAllBytes(directory.resolve("two"));
    List<byte[]> broken = new ArrayList<>();
    broken.add(Files.readAllBytes(directory.resolve("trailed")));
    for (int less : new int[] {1, 9, 1000, MIB}) {
      broken.add(Arrays.copyOf(one, one.length - less));
      broken.add(Arrays.copyOf(two, two.length - less));
    }
    byte[] flipped = one.clone();
    flipped[2 * MIB] ^= 1;
    broken.add(flipped);
    for (byte[] bytes : broken) {
      Path file = Files.write(directory.resolve("broken"), bytes);
      assertThat(ImageFormat.detect(file).compression()).isEqualTo(kind);
      assertThat(missingInside(file, kind).orElse("nothing"))
          .startsWith("its " + kind.suffix() + " data is damaged or cut off");
    }
  }

  /** Whatever a header says, no more of a table comes into memory than qemu itself reads. */
  @ParameterizedTest
  @CsvSource({
    "qcow2, 24, 40",
    "qcow, 24, 32",
    "vmdk, 12, 20",
    "vdi, 384, 388",
    "vpc, 540, 544",
    "qed, 4, 12",
    "parallels, 32, 36"
  })
  void tablesWithoutEnd(String format, int from, int to) throws Exception {
    Tool.run(directory, "sh", "-c", "qemu-img create -f " + format + " endless 64M");
    byte[] bytes = Files.readAllBytes(directory.resolve("endless"));
    Arrays.fill(bytes, from, to, (byte) 0x7f);
    int[] most = {0};
    ImageBytes endless =
        new ImageBytes() {
          @Override
          public byte[] at(long offset, int length) {
            most[0] = Math.max(most[0], length);
            return offset < bytes.length
                ? Arrays.copyOfRange(bytes, (int) offset, (int) offset + length)
                : new byte[length];
          }

          @Override
          public long size() {
            return UNKNOWN;
          }
        };
    DiskFormat.of(endless).requireWhole(endless, "");
    assertThat(most[0]).isBetween(16 * MIB, 32 * MIB);
  }

  /** Decoders do not foresee all damage: at this one the decoder of bzip2 leaves its table. */
  @Test
  void unforeseenDamage() throws IOException {
    String found =
        "H4sIAAAAAAACA3OKyrA0dIxUC478Tyx4yPCfYaQDlBAAhgk2NapoarAr+v+fKGW0MkuVyu"
            + "D/KBgFIwIwAABFAxm3OwUAAA==";
    byte[] packed = Base64.getDecoder().decode(found);
    byte[] bad;
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      bad = in.readAllBytes();
    }
    Path file = Files.write(directory.resolve("bad"), bad);
    assertThatThrownBy(() -> ImageFormat.detect(file))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xz --lzma2=dict=1GiB -c", "zstd -q --ultra -20 --long=30 -c"})
  void aHugeWindowIsRefusedBeforeItIsTaken(String tool) throws IOException {
    Tool.run(directory, "sh", "-c", "head -c 300M /dev/zero | " + tool + " > huge");
    assertThatThrownBy(() -> ImageFormat.detect(directory.resolve("huge")))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("more than 128 MiB of memory");
  }

  @ParameterizedTest
  @CsvSource({
    "zip -q packed.zip disk; mv packed.zip packed, zip",
    "xz --format=lzma -c disk > packed, lzma",
    "lz4 -q disk packed, lz4"
  })
  void knowsWhatNobodyUnpacks(String commands, String name) {
    Tool.run(directory, "sh", "-c", "rm -f packed; " + commands);
    ImageFormat format = ImageFormat.detect(directory.resolve("packed"));
    assertThat(format.name()).isEqualTo(name);
    assertThat(format.isPacked()).isTrue();
    assertThat(format.contradicts("qcow2.gz")).isTrue();
    assertThat(format.contradicts("img.gz")).isTrue();
    assertThat(format.contradicts("raw." + name)).isFalse();
  }

  @Test
  void aDescriptionWithoutAnythingIsNoImage() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("text"), "# Disk DescriptorFile\n", StandardCharsets.US_ASCII);
    assertThat(missing(file).orElseThrow()).startsWith("it only describes a disk");
  }
}
