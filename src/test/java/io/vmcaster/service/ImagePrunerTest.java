package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    String first = site.upload(1).text(Keys.URI);
    site.publish();
    String second = site.upload(2).text(Keys.URI);
    site.publish();

    assertThat(keeping(2).candidates()).isEmpty();
    assertThat(keeping(1).candidates()).containsExactly(first);
    assertThat(keeping(1).remove(List.of(first, second))).containsExactly(first);
    assertThat(site.publicFiles()).hasSize(2).contains("list.smime");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://EXAMPLE.org/images/NAME",
        "https://example.org:443/images/NAME",
        "http://mirror.example.net/elsewhere/NAME",
        "https://example.org/images/%37NAME",
      })
  void aFileThatIsNamedOtherwiseStays(String form) throws Exception {
    String first = site.upload(1).text(Keys.URI);
    String name = first.substring(first.lastIndexOf('/') + 1);
    String other = form.replace("%37NAME", "%37" + name.substring(1)).replace("NAME", name);
    site.publish();
    site.upload(2);
    site.publish();
    assertThat(keeping(1).candidates()).containsExactly(first);
    site.repository()
        .change(
            changes -> {
              changes.set(ServiceSite.IMAGE, Keys.URI, Json.of(other));
              return null;
            });
    assertThat(name).startsWith("7");
    assertThat(keeping(1).candidates()).isEmpty();
  }

  @Test
  void aListThatIsPublicKeepsItsImagesWhateverTheDatabaseSays() throws Exception {
    site.upload(1);
    site.publish();
    site.upload(2);
    assertThat(keeping(0).candidates()).isEmpty();
  }
}
