package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are compressed by what the machine has: libdeflate, or without it Java's own zlib. */
class CompressionTest {

  @TempDir Path directory;
  private LocalSite site;

  @BeforeEach
  void prepare() throws IOException {
    site = LocalSite.create(directory);
    try (var out = Files.newBufferedWriter(site.file("build.img"))) {
      for (int i = 0; i < 400_000; i++) {
        out.write("worker " + i + " has a line in the log\n");
      }
    }
  }

  @Test
  void withTheLibrary() throws Exception {
    assertThat(site.child().run("--doctor").out()).contains("compression: gzip by libdeflate\n");
    upload(site.child());
  }

  /** As on a machine that has no libdeflate, or does not let its code be unpacked and run. */
  @Test
  void withoutTheLibrary() throws Exception {
    ProgramProcess program = site.child().property("jna.nounpack", "true");
    assertThat(program.run("--doctor").out())
        .contains("compression: gzip by Java's own zlib; with the package libdeflate0 (Debian)");
    upload(program);
  }

  private void upload(ProgramProcess program) throws Exception {
    program.run("--image", IMAGE, "--image-upload", "build.img").ended(0);
    List<Path> images = site.images();
    assertThat(images).hasSize(1);
    assertThat(Files.size(images.get(0))).isLessThan(Files.size(site.file("build.img")) / 4);
    Shell.Outcome gunzip =
        Shell.run(directory, "sh", "-c", "gzip -dc '" + images.get(0) + "' | cmp - build.img");
    assertThat(gunzip.status()).as(gunzip.err()).isZero();
  }
}
