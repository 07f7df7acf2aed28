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

/** Going back to what a list said, images and all. */
class RollbackTest {

  private static final String NEW = "d6b0c4e6-6a2c-4c3a-8f0e-5f8a8d0b8c11";

  @TempDir Path directory;
  private LocalSite site;

  /** Version 1.0.1 has the first image alone, 1.0.2 the second alone. */
  @BeforeEach
  void publishTwice() throws Exception {
    site = LocalSite.published(directory);
    String shown = site.run("--image", IMAGE, "--image-show").succeeded().out();
    Files.writeString(site.file("image.json"), shown.replace(IMAGE, NEW));
    site.run("--image-add", NEW).succeeded();
    for (String key : new String[] {"dc:title", "dc:description", "hv:hypervisor", "sl:arch"}) {
      copyKey(key);
    }
    for (String key : new String[] {"sl:os", "sl:osversion", "sl:comments", "hv:format"}) {
      copyKey(key);
    }
    site.run("--connect", "--image", NEW, "--imagelist", LIST).succeeded();
    site.run("--disconnect", "--image", IMAGE, "--imagelist", LIST).succeeded();
    site.writeImage("build.img", 2);
    site.run("--image-upload", "build.img", "--image", NEW, "--update").succeeded();
  }

  private void copyKey(String key) {
    String value =
        site.run("--image", IMAGE, "--image-keys")
            .succeeded()
            .out()
            .lines()
            .filter(line -> line.startsWith(key + "\t"))
            .findFirst()
            .orElseThrow()
            .substring(key.length() + 1);
    site.run("--image", NEW, "--image-key-set", key, "--image-value", value).succeeded();
  }

  @Test
  void imagesComeBackAndGo() throws Exception {
    assertThat(site.published()).contains(NEW).doesNotContain(IMAGE);

    site.run("--imagelist", LIST, "--imagelist-rollback", "1.0.1").succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.3");
    assertThat(site.published()).contains(IMAGE).doesNotContain(NEW);
    assertThat(site.run("--imagelist", LIST, "--imagelist-diff").succeeded().out()).isEmpty();
    assertThat(site.run("--imagelist-verify", "www/list.smime").succeeded().out()).contains("ok");

    site.run("--imagelist", LIST, "--imagelist-rollback", "1.0.2").succeeded();
    assertThat(site.publicVersion()).isEqualTo("1.0.4");
    assertThat(site.published()).contains(NEW).doesNotContain(IMAGE);
  }

  @Test
  void anImageThatWasDeletedSinceComesBack() throws Exception {
    site.run("--image", IMAGE, "--image-del").succeeded();
    site.run("--imagelist", LIST, "--imagelist-rollback", "1.0.1").succeeded();
    assertThat(site.published()).contains(IMAGE).doesNotContain(NEW);
    site.run("--update", "--imagelist", LIST).succeeded();
    assertThat(site.published()).contains(IMAGE).doesNotContain(NEW);
  }

  @Test
  void whatHasNoFilesAnyMoreIsRefused() throws Exception {
    Path old =
        site.images().stream()
            .filter(image -> image.getFileName().toString().startsWith(IMAGE))
            .findFirst()
            .orElseThrow();
    Files.delete(old);
    String before = site.published();
    assertThat(site.run("--imagelist", LIST, "--imagelist-rollback", "1.0.1").ended(6).err())
        .contains("nothing at https://example.org/images/" + old.getFileName());
    assertThat(site.published()).isEqualTo(before);
    assertThat(site.run("--imagelist", LIST, "--imagelist-diff").succeeded().out())
        .as("the database is as it was")
        .isEmpty();
  }
}
