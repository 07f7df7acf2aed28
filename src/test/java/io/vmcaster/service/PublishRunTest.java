package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Version;
import io.vmcaster.service.PublishRun.PublishResult;
import io.vmcaster.service.PublishRun.UploadResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link PublishRun}, with and without an upload. */
class PublishRunTest {

  private static final ImageId NEW = new ImageId("0c3b6ef0-5f1e-4a8c-9a55-6a1d3a2f6a01");
  private static final Selection LIST = new Selection(Item.Kind.LIST, ServiceSite.LIST.text());
  private static final Selection IMAGE = new Selection(Item.Kind.IMAGE, ServiceSite.IMAGE.text());

  @TempDir Path directory;
  private ServiceSite site;
  private Path build;

  @BeforeEach
  void open() throws Exception {
    site = new ServiceSite(directory);
    build = Files.writeString(directory.resolve("build.img"), "a build ".repeat(1000));
  }

  @AfterEach
  void close() {
    site.close();
  }

  private PublishRun.UploadReport run(boolean dryRun, Optional<ListEditor.NewImage> adding) {
    return new PublishRun(
            site.context(new PublishingContext.Options(false, dryRun, ServiceSite.WAIT, 0)))
        .upload(
            new PublishRun.UploadRequest(
                adding
                    .map(image -> new Selection(Item.Kind.IMAGE, image.image().text()))
                    .orElse(IMAGE),
                build,
                adding,
                adding.flatMap(ListEditor.NewImage::list),
                OptionalInt.empty(),
                Optional.of(ServiceSite.options())));
  }

  @Test
  void theListFollowsTheImage() throws Exception {
    PublishRun.UploadReport outcome = run(false, Optional.empty());
    assertThat(outcome.upload().outcome()).isEqualTo(UploadResult.Outcome.UPLOADED);
    assertThat(outcome.lists().published()).hasSize(1);
    assertThat(site.published().orElseThrow().images().get(0).text("hv:uri"))
        .contains(outcome.upload().text("hv:uri"));

    PublishRun.UploadReport again = run(false, Optional.empty());
    assertThat(again.upload().outcome()).isEqualTo(UploadResult.Outcome.UNCHANGED);
    assertThat(again.lists().published()).isEmpty();
  }

  @Test
  void aDryRunGoesThroughEveryStepAndLeavesNothing() throws Exception {
    site.upload(1);
    ListEditor.NewImage added =
        new ListEditor.NewImage(
            NEW,
            Optional.of(LIST),
            Optional.of(IMAGE),
            Map.of("dc:title", Json.of("New"), "dc:description", Json.of("")));
    List<String> before = site.publicFiles();
    PublishRun.UploadReport outcome = run(true, Optional.of(added));
    assertThat(outcome.upload().outcome()).isEqualTo(UploadResult.Outcome.PLANNED);
    assertThat(outcome.lists().published()).singleElement().matches(PublishResult::isPlanned);
    assertThat(site.publicFiles()).isEqualTo(before);
    assertThat(new ListViewer(site.repository()).items(Item.Kind.IMAGE))
        .hasToString("[" + ServiceSite.IMAGE + "]");
  }

  @Test
  void eachListIsPublishedHoweverTheOthersFare() {
    site.upload(build);
    ListId empty = new ListId("0c3b6ef0-5f1e-4a8c-9a55-6a1d3a2f6a02");
    new ListEditor(site.repository(), false, site.run().messages()).add(empty);
    PublishRun.Report outcome =
        new PublishRun(site.context()).run(Optional.empty(), ServiceSite.options());
    assertThat(outcome.asked()).isEqualTo(2);
    assertThat(outcome.published()).hasSize(1);
    assertThat(outcome.failed()).containsOnlyKeys(empty);
    assertThat(outcome.failure().orElseThrow().status()).isNotEqualTo(ExitStatus.DONE);
  }

  @Test
  void whatWasPublishedIsFoundAndComesBack() {
    site.upload(build);
    site.publish();
    PublishRun run = new PublishRun(site.context());
    PublishResult back = run.rollBack(run.find(LIST, new Version("1.0.1")), ServiceSite.options());
    assertThat(back.publication().version()).isEqualTo(new Version("1.0.2"));
    assertThat(site.told()).anyMatch(text -> text.endsWith("as version 1.0.2"));
  }

  @Test
  void anUnfitListIsFoundBeforeAnythingIsSent() throws Exception {
    new ListEditor(site.repository(), false, site.run().messages()).remove(LIST, List.of("hv:uri"));
    assertThatThrownBy(() -> run(false, Optional.empty())).isInstanceOf(InvalidDataFailure.class);
    assertThat(site.publicFiles()).isEmpty();
  }
}
