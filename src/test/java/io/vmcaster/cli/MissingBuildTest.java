package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build that was lost on the server is uploaded again, though the database knows its file. */
class MissingBuildTest {

  @TempDir Path directory;
  private LocalSite site;
  private Path build;

  @BeforeEach
  void publish() throws Exception {
    site = LocalSite.published(directory);
    build = site.images().get(0);
  }

  private void uploadedAnew() throws Exception {
    site.run("--update", "--imagelist", LIST).ended(6);
    String[] upload = {"--image-upload", "build.img", "--image", IMAGE, "--update"};
    assertThat(site.run("--image-upload", "build.img", "--image", IMAGE, "--dry-run").err())
        .contains("would upload image");
    assertThat(site.run(upload).succeeded().err()).contains("is uploaded anew");
    assertThat(site.publicVersion()).isEqualTo("1.0.2");
    assertThat(site.run(upload).succeeded().err()).contains("nothing to do");
  }

  @Test
  void afterItWasDeleted() throws Exception {
    Files.delete(build);
    uploadedAnew();
    assertThat(site.images()).hasSize(1);
  }

  @Test
  void afterItWasCutShort() throws Exception {
    Files.write(build, new byte[10]);
    uploadedAnew();
    assertThat(site.images()).hasSize(2);
  }

  /** Not even packing tells then that nothing changed. */
  @Test
  void whenItsSourceIsNotKnown() throws Exception {
    Files.copy(build, site.file("packed.gz"));
    Files.delete(build);
    site.run("--image-upload", "packed.gz", "--image", IMAGE, "--update").succeeded();
    assertThat(site.images()).hasSize(1);
  }
}
