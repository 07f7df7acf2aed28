package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListVersionsTest {

  @TempDir Path directory;
  private ServiceSite site;

  @BeforeEach
  void open() throws Exception {
    site = new ServiceSite(directory);
    site.upload(1);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private ListVersions look() {
    PublishingContext context = site.context();
    ImageList stored = context.list(ServiceSite.LIST);
    return new ListVersions(
        context,
        stored,
        context.destinations().open(stored.text("hv:uri").orElseThrow()),
        context.messages());
  }

  @Test
  void theNextVersionIsAboveAllThatWereEverPublic() throws Exception {
    assertThat(look().onServer()).isEmpty();
    assertThat(look().next()).isEqualTo(new Version("1.0.1"));

    site.publish();

    assertThat(look().onServer()).contains(new Version("1.0.1"));
    assertThat(look().next()).isEqualTo(new Version("1.0.2"));
  }

  @Test
  void theVersionOfADamagedListCounts() throws Exception {
    site.publish();
    Path list = site.file("www/list.smime");
    Files.writeString(list, Files.readString(list).replace("1.0.1", "1.0.7"));

    assertThat(look().next()).isEqualTo(new Version("1.0.8"));
    assertThat(site.told()).anyMatch(told -> told.contains("holds no list that can be verified"));
  }

  @Test
  void anotherListIsNotTakenFromItsSubscribers() throws Exception {
    site.publish();
    site.repository().edit(changes -> changes.delete(ServiceSite.LIST));
    site.importList(site.listJson().replace(ServiceSite.LIST.text(), "another"));
    PublishingContext context = site.context();
    ImageList stored = context.list(new ListId("another"));

    assertThatThrownBy(
            () ->
                new ListVersions(
                    context,
                    stored,
                    context.destinations().open(stored.text("hv:uri").orElseThrow()),
                    context.messages()))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("another list, " + ServiceSite.LIST);
  }
}
