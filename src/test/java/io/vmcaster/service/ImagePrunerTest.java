package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePrunerTest {

  @TempDir Path directory;
  private ServiceSite site;

  @BeforeEach
  void open() throws Exception {
    site = new ServiceSite(directory);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private ImagePruner keeping(int publications) {
    return new ImagePruner(
        site.context(),
        new ImagePruner.Options(Optional.empty(), Optional.empty(), publications, Duration.ZERO));
  }

  @Test
  void onlyWhatNothingNamesIsRemoved() throws Exception {
    String first = site.upload(1).uri();
    site.publish();
    String second = site.upload(2).uri();
    site.publish();

    assertThat(keeping(2).candidates()).isEmpty();
    assertThat(keeping(1).candidates()).containsExactly(first);
    assertThat(keeping(1).remove(List.of(first, second), Duration.ofSeconds(30)))
        .containsExactly(first);
    assertThat(site.publicFiles()).hasSize(2).contains("list.smime");
  }

  @Test
  void aListThatIsPublicKeepsItsImagesWhateverTheDatabaseSays() throws Exception {
    site.upload(1);
    site.publish();
    site.upload(2);
    assertThat(keeping(0).candidates()).isEmpty();
  }
}
