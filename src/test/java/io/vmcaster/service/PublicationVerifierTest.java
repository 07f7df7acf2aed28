package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.Publication;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationVerifierTest {

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsLookedAtWhereTheWebDoesNotAnswer() throws Exception {
    try (ServiceSite site = new ServiceSite(directory)) {
      site.upload(1);
      Publication published = site.publish();
      Path list = site.file("www/list.smime");
      byte[] message = Files.readAllBytes(list);
      site.told().clear();

      new PublicationVerifier(site.context(), published, message).check();
      assertThat(site.told()).anyMatch(told -> told.contains("as subscribers do"));

      Files.writeString(list, "something else");
      assertThatThrownBy(() -> new PublicationVerifier(site.context(), published, message).check())
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining("holds something else");
    }
  }
}
