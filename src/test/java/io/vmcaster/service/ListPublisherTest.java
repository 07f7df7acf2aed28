package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Version;
import io.vmcaster.service.PublishRun.PublishResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListPublisherTest {

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

  private void setTitle(String title) {
    site.repository()
        .change(
            changes -> {
              changes.set(ServiceSite.LIST, "dc:title", Json.of(title));
              return null;
            });
  }

  private Optional<String> ifNeeded() {
    return new ListPublisher(site.context())
        .publish(ServiceSite.LIST, ServiceSite.options(true))
        .map(result -> result.publication().summary());
  }

  @Test
  void whatIsPublishedIsRecorded() throws Exception {
    Publication result = site.publish();

    assertThat(result.version()).isEqualTo(new Version("1.0.1"));
    assertThat(result.summary()).isEqualTo("first publication from this database");
    assertThat(site.published().orElseThrow().version()).contains(result.version());
    assertThat(site.repository().contents().list(ServiceSite.LIST).orElseThrow().version())
        .contains(result.version());
    assertThat(site.repository().contents().intents()).isEmpty();
  }

  @Test
  void nothingIsDoneThatIsNotNeeded() {
    assertThat(ifNeeded()).as("never published").isPresent();
    assertThat(ifNeeded()).isEmpty();
    setTitle("New");
    assertThat(ifNeeded()).contains("imagelist: dc:title");
    site.wait(Duration.ofDays(22));
    assertThat(ifNeeded()).as("expires soon").isPresent();
    assertThat(ifNeeded()).isEmpty();
  }

  @Test
  void anEarlierContentComesBackUnderAHigherVersion() throws Exception {
    site.publish();
    setTitle("New");
    site.publish();

    PublishResult back =
        new ListPublisher(site.context())
            .rollBack(ServiceSite.LIST, new Version("1.0.1"), ServiceSite.options());

    assertThat(back.isPlanned()).isFalse();
    assertThat(back.publication().version()).isEqualTo(new Version("1.0.3"));
    assertThat(site.published().orElseThrow().text("dc:title")).contains("Example");
    assertThat(site.isDue()).as("the database has gone back, too").isFalse();
    assertThatThrownBy(
            () ->
                new ListPublisher(site.context())
                    .rollBack(ServiceSite.LIST, new Version("0.9"), ServiceSite.options()))
        .isInstanceOf(NotFoundFailure.class);
  }

  @Test
  void aDryRunTellsWhatItWouldDo() throws Exception {
    PublishingContext.Options dry = new PublishingContext.Options(false, true, ServiceSite.WAIT, 0);
    PublishResult planned =
        new ListPublisher(site.context(dry))
            .publish(ServiceSite.LIST, ServiceSite.options())
            .orElseThrow();
    assertThat(planned.isPlanned()).isTrue();
    assertThat(planned.steps()).hasSize(3).first().asString().startsWith("sign version 1.0.1");
    assertThat(site.published()).isEmpty();
    assertThat(site.repository().contents().publications(ServiceSite.LIST)).isEmpty();
  }

  @Test
  void anotherListInItsPlaceIsLeftAlone() throws Exception {
    site.publish();
    String before = site.text("list.smime");
    site.importList(site.listJson().replace(ServiceSite.LIST.text(), "another"));
    assertThatThrownBy(
            () ->
                new ListPublisher(site.context())
                    .publish(new ListId("another"), ServiceSite.options()))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("another list, " + ServiceSite.LIST);
    assertThat(site.text("list.smime")).isEqualTo(before);
  }

  @Test
  void imagesThatAreNotThereKeepAListBack() throws Exception {
    for (String file : site.publicFiles()) {
      Files.delete(site.file("www").resolve(file));
    }
    assertThatThrownBy(site::publish)
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("names images that are not there");
  }

  @Test
  void whatIsMissingIsToldTogether() {
    site.repository()
        .change(
            changes -> {
              changes.remove(ServiceSite.LIST, "dc:title");
              changes.remove(ServiceSite.IMAGE, Keys.SHA512);
              return null;
            });
    assertThatThrownBy(site::publish)
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("dc:title")
        .hasMessageContaining(Keys.SHA512);
  }

  /** A mistyped hv:uri is not to cost an image that subscribers fetch. */
  @Test
  void noListTakesThePlaceOfAnImage() throws Exception {
    String first = site.upload(1).text(Keys.URI);
    site.publish();
    String second = site.upload(2).text(Keys.URI);
    Path file = directory.resolve("www/images").resolve(first.replaceFirst(".*/", ""));
    byte[] before = Files.readAllBytes(file);
    for (String uri : List.of(first, second)) {
      site.repository()
          .change(
              changes -> {
                changes.set(ServiceSite.LIST, Keys.URI, Json.of(uri));
                return null;
              });
      assertThatThrownBy(site::publish)
          .isInstanceOf(InvalidDataFailure.class)
          .hasMessageContaining("its hv:uri " + uri + " is that of image " + ServiceSite.IMAGE);
    }
    assertThat(file).hasBinaryContent(before);
  }

  /** By a clock that was set back the list might have ended already. */
  @Test
  void aClockThatWasSetBackPublishesNothing() throws Exception {
    site.wait(Duration.ofDays(2));
    site.publish();
    String before = site.text("list.smime");
    site.wait(Duration.ofDays(-2));

    assertThatThrownBy(site::publish)
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("the clock here says");

    assertThat(site.text("list.smime")).isEqualTo(before);
    new ListPublisher(site.context(new PublishingContext.Options(true, false, ServiceSite.WAIT, 0)))
        .publish(ServiceSite.LIST, ServiceSite.options());
    assertThat(site.told()).anyMatch(text -> text.contains("warning: the clock here says"));
    site.publish();
  }
}
