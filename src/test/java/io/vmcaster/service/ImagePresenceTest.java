package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.TransferFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagePresenceTest {

  @TempDir Path directory;

  private static void check(ServiceSite site) {
    PublishingContext context = site.context();
    new ImagePresence(context).check(context.list(ServiceSite.LIST));
  }

  @Test
  void everyImageIsAskedForWithItsSize() throws Exception {
    try (ServiceSite site = new ServiceSite(directory)) {
      site.upload(1);
      assertThatCode(() -> check(site)).doesNotThrowAnyException();
      Path image = site.file("www/" + site.publicFiles().get(0));

      Files.writeString(image, "cut off");
      assertThatThrownBy(() -> check(site))
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining("has 7 bytes, hv:size says");

      Files.delete(image);
      assertThatThrownBy(() -> check(site))
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining("image " + ServiceSite.IMAGE + ": nothing at https://example.org/");
    }
  }
}
