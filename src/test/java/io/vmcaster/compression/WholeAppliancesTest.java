package io.vmcaster.compression;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An appliance is whole with what its description, its manifest and its disks name. */
class WholeAppliancesTest extends JudgedImages {

  private static final String DESCRIBING =
      "echo '<Envelope><File id=\"f\" href=\"d\"/></Envelope>' > m.ovf; ";

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
}
