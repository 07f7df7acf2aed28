package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.Keys;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.service.PublishRun.UploadResult;
import io.vmcaster.uploader.Uploader.Upload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageUploaderTest {

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

  private Image image() {
    return site.repository().contents().image(ServiceSite.IMAGE).orElseThrow();
  }

  @Test
  void eachBuildGetsANameOfItsOwn() throws Exception {
    UploadResult first = site.upload(1);
    UploadResult second = site.upload(2);

    assertThat(second.outcome()).isEqualTo(UploadResult.Outcome.UPLOADED);
    assertThat(second.text(Keys.URI)).isNotEqualTo(first.text(Keys.URI)).endsWith(".raw.gz");
    assertThat(second.text(Keys.VERSION)).isEqualTo("1.0.2");
    assertThat(site.publicFiles()).hasSize(2);
    assertThat(image().text(Keys.URI)).contains(second.text(Keys.URI));
    assertThat(image()).isEqualTo(second.image());
    assertThat(site.repository().contents().intents()).isEmpty();
  }

  @Test
  void theSameFileIsNotSentAgain() throws Exception {
    site.upload(1);
    assertThat(site.upload(1).outcome()).isEqualTo(UploadResult.Outcome.UNCHANGED);
    assertThat(site.publicFiles()).hasSize(1);
    Files.delete(site.file("www").resolve(site.publicFiles().get(0)));
    assertThat(site.upload(1).outcome()).isEqualTo(UploadResult.Outcome.UPLOADED);
    assertThat(site.told()).anyMatch(text -> text.contains("it is uploaded anew"));
  }

  @Test
  void whatWasLeftShortIsContinued() throws Exception {
    site.lie(
        server ->
            new ServerInBetween(server) {
              @Override
              public Upload create(String path, long size) {
                Upload upload = server.create(path, size);
                return new Upload() {
                  @Override
                  public void write(byte[] bytes, int offset, int length) {
                    upload.write(bytes, offset, length / 2);
                    throw new TemporaryFailure("the connection was cut", null);
                  }

                  @Override
                  public void commit() {
                    throw new TemporaryFailure("the connection was cut", null);
                  }

                  @Override
                  public void close() {
                    upload.close();
                  }
                };
              }
            });
    assertThatThrownBy(() -> site.upload(1)).isInstanceOf(TemporaryFailure.class);
    assertThat(site.publicFiles()).hasSize(1);
    site.lie(server -> server);
    assertThat(site.upload(1).outcome()).isEqualTo(UploadResult.Outcome.UPLOADED);
    assertThat(site.told()).anyMatch(text -> text.startsWith("continuing after "));
    assertThat(site.publicFiles()).hasSize(1);
  }

  /** The database was put back from a copy that was made while the published build was sent. */
  @Test
  void aPublishedBuildIsNotContinued() throws Exception {
    List<Intent> begun = site.uploadAndCopyIntents(1);
    Path published = site.file("www").resolve(site.publicFiles().get(0));
    byte[] bytes = Files.readAllBytes(published);
    site.lie(server -> server);
    site.repository().edit(changes -> begun.forEach(changes::begin));

    assertThat(site.upload(2).outcome()).isEqualTo(UploadResult.Outcome.UPLOADED);

    assertThat(begun).hasSize(1);
    assertThat(published).hasBinaryContent(bytes);
    assertThat(site.publicFiles()).hasSize(2);
  }

  @Test
  void whatIsDeletedMeanwhileIsNotReportedAsUploaded() throws Exception {
    site.lie(
        server ->
            new ServerInBetween(server) {
              @Override
              public void rename(String from, String to) {
                site.repository().edit(changes -> changes.delete(ServiceSite.IMAGE));
                server.rename(from, to);
              }
            });
    NotFoundFailure failure = catchThrowableOfType(NotFoundFailure.class, () -> site.upload(1));
    assertThat(failure).hasMessageContaining("was deleted while it was uploaded");
    assertThat(failure.advice().orElseThrow()).contains(site.publicFiles().get(0));
    assertThat(site.repository().contents().intents()).isEmpty();
  }

  @Test
  void aListThatIsUnfitIsFoundBeforeAnythingIsSent() throws Exception {
    site.repository()
        .change(
            changes -> {
              changes.remove(ServiceSite.LIST, "dc:title");
              return null;
            });
    Path file = Files.write(site.file("build.img"), new byte[100]);
    assertThatThrownBy(
            () ->
                new ImageUploader(
                        site.context(),
                        ServiceSite.IMAGE,
                        file,
                        List.of(ServiceSite.LIST),
                        OptionalInt.empty())
                    .upload())
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("dc:title");
    assertThat(site.publicFiles()).isEmpty();
  }

  @Test
  void onlyAnEndorserUploads() throws Exception {
    site.repository()
        .change(
            changes -> {
              changes.unbind(ServiceSite.LIST, changes.endorsers().get(0));
              return null;
            });
    assertThatThrownBy(() -> site.upload(1))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("is no endorser of a list that holds image");
    assertThat(site.publicFiles()).isEmpty();
  }
}
