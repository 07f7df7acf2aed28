package io.vmcaster.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.InvalidDataFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as {@code qemu-img} and {@code tar} make them are whole; chunks of them are not. */
class WholeImagesTest {

  private static final int MIB = 1 << 20;

  private static final String DESCRIBING =
      "echo '<Envelope><File id=\"f\" href=\"d\"/></Envelope>' > m.ovf; ";

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
        "qemu-img create -f qcow2 i 3M; printf '\\11' | dd of=i bs=1 seek=7 conv=notrunc | nobody"
            + " knows: version 9",
        "qemu-img create -f qcow2 i 3M; printf '\\40' | dd of=i bs=1 seek=79 conv=notrunc | nobody"
            + " knows: incompatible bits 0x20",
        "qemu-img create -f qcow2 i 3M; printf '\\200' | dd of=i bs=1 seek=72 conv=notrunc | nobody"
            + " knows: incompatible bits 0x8000000000000000",
        "qemu-img create -f qcow2 i 3M; printf '\\36' | dd of=i bs=1 seek=23 conv=notrunc | no"
            + " qcow2 clusters of 2^30 bytes",
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

  private void judged(String commands, String missing) throws IOException {
    Path place = Files.createTempDirectory(directory, "");
    Tool.run(place, "sh", "-c", "truncate -s 8M i; " + commands);
    Path image = place.resolve("i");
    assertThat(missing(image).orElse("nothing")).contains(missing);
    Tool.run(place, "gzip", "-k", "i");
    Path packed = place.resolve("i.gz");
    assertThat(missingInside(packed, Compression.GZIP).orElse("nothing")).contains(missing);
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

  @Test
  void appliances() throws IOException {
    Tool.run(
        directory, "sh", "-c", "qemu-img convert disk -O vmdk -o subformat=streamOptimized d.vmdk");
    Files.writeString(
        directory.resolve("m.ovf"),
        "<Envelope xmlns:ovf='http://schemas.dmtf.org/ovf/envelope/1'><References>"
            + "<File ovf:id='f' ovf:href='d.vmdk'/></References></Envelope>");
    Tool.run(directory, "tar", "cf", "whole.ova", "m.ovf", "d.vmdk");
    Tool.run(directory, "tar", "cf", "bare.ova", "m.ovf", "disk");
    byte[] whole = Files.readAllBytes(directory.resolve("whole.ova"));
    assertThat(missing(directory.resolve("whole.ova"))).isEmpty();
    assertThat(missingPacked(whole)).isEmpty();
    assertThat(missing(directory.resolve("bare.ova")))
        .contains("its description names d.vmdk, which is not in it");
    byte[] cut = Arrays.copyOf(whole, whole.length - 50_000);
    assertThat(missing(Files.write(directory.resolve("cut"), cut)).orElseThrow())
        .startsWith("it is cut off: its files go on to byte");
    assertThat(missingPacked(cut).orElseThrow())
        .startsWith("it is cut off: its files go on to byte");
    Files.writeString(
        directory.resolve("n.ovf"),
        "<Envelope><References/><DiskSection><Disk fileRef='gone'/></DiskSection></Envelope>");
    Tool.run(directory, "tar", "cf", "gone.ova", "n.ovf", "d.vmdk");
    assertThat(missing(directory.resolve("gone.ova")))
        .contains("its description has a disk, but not its file gone");
    byte[] disk = Files.readAllBytes(directory.resolve("d.vmdk"));
    Files.write(directory.resolve("d.vmdk"), Arrays.copyOf(disk, disk.length - 50_000));
    Tool.run(directory, "tar", "cf", "short.ova", "m.ovf", "d.vmdk");
    assertThat(missing(directory.resolve("short.ova")).orElseThrow())
        .startsWith("its file d.vmdk is not whole: it is cut off");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "href='a%20disk.gz' ovf:compression='gzip' | nothing",
        "href='a disk.gz' ovf:compression='gzip' | nothing",
        "href='./a%20disk.gz' ovf:compression='gzip' | nothing",
        "href='100%.gz' ovf:compression='gzip' | nothing",
        "href='a%20disk.gz' ovf:size='SIZE' ovf:compression='gzip' | nothing",
        "href='a%20disk.gz' ovf:size='9' ovf:compression='gzip' | and its description says 9",
        "href='a%20disk.gz' ovf:size='99999999' | and its description says 99999999",
        "href='cut.gz' ovf:compression='gzip' | its file cut.gz is not whole: gzip cannot unpack",
        "href='a%20disk' ovf:compression='gzip' | names a%20disk, which is not in it",
        "href='m.ovf' ovf:compression='gzip' | its file m.ovf is not whole: gzip cannot unpack it"
      })
  void filesOfAppliances(String file, String missing) throws IOException {
    Path place = Files.createTempDirectory(directory, "");
    Tool.run(
        place,
        "sh",
        "-ec",
        "gzip -1c ../disk > 'a disk.gz'; cp 'a disk.gz' 100%.gz; head -c 90000 100%.gz > cut.gz");
    Files.writeString(
        place.resolve("m.ovf"),
        "<Envelope xmlns:ovf='http://schemas.dmtf.org/ovf/envelope/1'><File ovf:id='f' ovf:"
            + file.replace("SIZE", "" + Files.size(place.resolve("a disk.gz")))
            + "/></Envelope>");
    Tool.run(place, "tar", "cf", "i", "m.ovf", "a disk.gz", "100%.gz", "cut.gz");
    assertThat(missing(place.resolve("i")).orElse("nothing")).contains(missing);
    assertThat(missingPacked(Files.readAllBytes(place.resolve("i"))).orElse("nothing"))
        .contains(missing);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "sha256sum --tag m.ovf d # nothing",
        "sha1sum --tag m.ovf d | sed 's/ (/(/; s/) =/)=/' # nothing",
        "sha512sum --tag m.ovf d | sed 's/[0-9a-f]*$/\\U&\\r/' # nothing",
        "sha384sum --tag ./d # nothing",
        "echo 'SHA256(gone.vmdk)= 01' # its manifest m.mf names gone.vmdk, which is not in it",
        "sha1sum --tag d; echo 'sha1(gone)=01' # its manifest m.mf names gone, which is not in it",
        "sha256sum --tag m.ovf | sed s/m.ovf/d/ # d is not what its manifest m.mf says: the"
            + " SHA-256",
        "sha1sum --tag d m.ovf; echo >> m.ovf # m.ovf is not what its manifest m.mf says: the"
            + " SHA-1",
        "echo 'SHA512(d)= 00' # says: the SHA-512 digest is",
        "md5sum --tag m.ovf | sed s/m.ovf/d/ # nothing"
      })
  void manifestsOfAppliances(String manifest, String missing) throws IOException {
    String writing = "head -c 3M ../disk > d; { " + manifest + "; } > m.mf; ";
    judged(DESCRIBING + writing + "tar cf i m.ovf m.mf d", missing);
  }

  /** What an appliance holds is looked into, packed or not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qemu-img convert -O qcow2 ../disk d | nothing",
        "qemu-img convert -O qcow2 ../disk q; head -c 300000 q > d | file d is not whole: it is"
            + " cut",
        "qemu-img create -f qcow2 -b ../base -u -F qcow2 d 3M | to its backing file ../base",
        "echo '<html>' > d | its file d is not whole: it is an HTML or XML page"
      })
  void disksOfAppliances(String commands, String missing) throws IOException {
    judged(DESCRIBING + commands + "; tar cf i m.ovf d", missing);
    judged(DESCRIBING + commands + "; gzip -1 d; mv d.gz d; tar cf i m.ovf d", missing);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "monolithicFlat d 3M | nothing",
        "monolithicFlat d 3M; rm d-flat | its file d names d-flat, which is not in it",
        "twoGbMaxExtentSparse d 3G; rm d-s002 | its file d names d-s002, which is not in it"
      })
  void descriptionsOfDisksInAppliances(String commands, String missing) throws IOException {
    judged(
        DESCRIBING + "qemu-img create -f vmdk -o subformat=" + commands + "; tar cf i m.ovf d*",
        missing);
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

  private static Optional<String> missing(Path file) {
    return ImageFormat.missing(file, "");
  }

  private static Optional<String> missingInside(Path file, Compression kind) {
    return ImageFormat.missingInside(file, kind, "");
  }

  private Optional<String> missingPacked(byte[] bytes) throws IOException {
    Path plain = Files.write(directory.resolve("plain"), bytes);
    Tool.run(directory, "sh", "-c", "zstd -1 -q -f plain -o packed.zst");
    assertThat(plain).exists();
    return missingInside(directory.resolve("packed.zst"), Compression.ZSTD);
  }

  @Test
  void aDescriptionWithoutAnythingIsNoImage() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("text"), "# Disk DescriptorFile\n", StandardCharsets.US_ASCII);
    assertThat(missing(file).orElseThrow()).startsWith("it only describes a disk");
  }
}
