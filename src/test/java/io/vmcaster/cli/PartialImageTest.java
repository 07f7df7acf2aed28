package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.Shell;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not a whole image is not uploaded, unless somebody insists. */
class PartialImageTest {

  @TempDir Path directory;
  private LocalSite site;

  @BeforeEach
  void prepare() throws Exception {
    site = LocalSite.create(directory);
    site.writeImage("base", 1, 3_000_000);
    Shell.Outcome made =
        Shell.run(
            directory,
            "sh",
            "-ec",
            "qemu-img create -q -f qcow2 -b base -F raw overlay && gzip -k overlay base"
                + " && truncate -s 2000000 base.gz && cat overlay | xz -c --format=lzma > x.lzma");
    assertThat(made.status()).as(made.err()).isZero();
  }

  private VmcasterRun.Ran upload(String file, String... more) {
    String[] command = {"--image", IMAGE, "--image-upload", file};
    String[] all = java.util.Arrays.copyOf(command, 4 + more.length);
    System.arraycopy(more, 0, all, 4, more.length);
    return site.run(all);
  }

  @Test
  void isRefusedAndLeavesNothing() throws Exception {
    for (String file : new String[] {"overlay", "overlay.gz"}) {
      for (String[] more : new String[][] {{}, {"--dry-run"}}) {
        assertThat(upload(file, more).ended(8).err())
            .contains(file + " is not a whole image: it holds only the changes to its backing")
            .contains("file base")
            .contains("--force");
      }
    }
    for (String[] more : new String[][] {{}, {"--dry-run"}}) {
      assertThat(upload("base.gz", more).ended(8).err())
          .contains("base.gz is not a whole image: its gz data is damaged or cut off");
    }
    assertThat(site.images()).isEmpty();
  }

  @Test
  void goesOutByForce() throws Exception {
    assertThat(upload("overlay.gz", "--force").succeeded().err())
        .containsOnlyOnce("is not a whole image")
        .contains("--force uploads it all the same");
    assertThat(upload("base.gz", "--force").succeeded().err()).contains("cut off");
    assertThat(Files.mismatch(site.images().get(1), site.file("base.gz"))).isEqualTo(-1);
    assertThat(upload("base.gz").succeeded().err()).contains("nothing to do");
  }

  @Test
  void packedBySomethingElseIsTold() {
    assertThat(upload("x.lzma").succeeded().err())
        .contains("looks like lzma: it is compressed already, and is compressed again");
  }
}
