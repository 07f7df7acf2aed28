package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.repository.Repository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseCopyTest {

  @TempDir Path directory;

  @Test
  void everythingIsCopiedOnceToAnEmptyDatabase() throws Exception {
    try (ServiceSite site = new ServiceSite(directory);
        Repository to = other()) {
      site.upload(1);
      site.publish();
      DatabaseCopy copy = new DatabaseCopy(site.repository(), to);
      assertThat(copy.copy(true, Messages.SILENT)).isEqualTo(1);
      assertThat(to.contents().lists()).isEmpty();

      assertThat(copy.copy(false, Messages.SILENT)).isEqualTo(1);
      assertThat(to.contents().list(ServiceSite.LIST))
          .isEqualTo(site.repository().contents().list(ServiceSite.LIST));
      assertThat(to.contents().publications(ServiceSite.LIST)).hasSize(1);
      assertThatThrownBy(() -> copy.copy(false, Messages.SILENT))
          .isInstanceOf(UsageFailure.class)
          .hasMessageContaining("is not empty");
    }
  }

  private Repository other() {
    return Repository.open(
        "sqlite:///" + directory.resolve("other.db"),
        new Environment(Map.of(), directory),
        Duration.ofSeconds(30),
        Messages.SILENT);
  }
}
