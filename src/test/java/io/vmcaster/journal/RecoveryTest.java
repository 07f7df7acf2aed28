package io.vmcaster.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.service.ServerInBetween;
import io.vmcaster.service.ServiceSite;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@link Recovery} makes of what {@link Journal} holds, when a server cannot rename in one
 * step and fails in between.
 */
class RecoveryTest {

  @TempDir Path directory;
  private ServiceSite site;

  @BeforeEach
  void publish() throws Exception {
    site = new ServiceSite(directory);
    site.upload(1);
    site.publish();
  }

  @AfterEach
  void close() {
    site.close();
  }

  /** As SFTP without posix-rename does it: the old list aside, the new one in its place. */
  private static Uploader inTwoSteps(
      Uploader server, Supplier<? extends Failure> between, Supplier<? extends Failure> after) {
    return new ServerInBetween(server) {
      @Override
      public void rename(String from, String to) {
        String aside = to + ".vmcaster-old";
        if (stat(to).isEmpty() || from.equals(aside)) {
          server.rename(from, to);
          return;
        }
        server.rename(to, aside);
        fail(between);
        server.rename(from, to);
        fail(after);
        server.remove(aside);
      }
    };
  }

  private static void fail(Supplier<? extends Failure> failure) {
    Failure thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  private static Failure none() {
    return null;
  }

  private static TemporaryFailure cut() {
    return new TemporaryFailure("the connection was cut", null);
  }

  private static TransferFailure refused() {
    return new TransferFailure("the server refuses", null);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theOldListIsPutBackInThisRun(boolean cut) throws Exception {
    String before = site.text("list.smime");
    Supplier<? extends Failure> failure = cut ? RecoveryTest::cut : RecoveryTest::refused;
    site.lie(server -> inTwoSteps(server, failure, RecoveryTest::none));

    assertThatThrownBy(site::publish).isInstanceOf(failure.get().getClass());

    assertThat(site.text("list.smime")).isEqualTo(before);
    assertThat(site.publicFiles()).hasSize(2);
    assertThat(site.told())
        .anyMatch(text -> text.endsWith("moved aside and not replaced: it is back"));
    site.lie(server -> server);
    site.publish();
    assertThat(version()).isEqualTo("1.0.2");
  }

  @Test
  void theOldListIsPutBackInTheNextRun() throws Exception {
    String before = site.text("list.smime");
    boolean[] gone = {false};
    site.lie(
        server ->
            new ServerInBetween(inTwoSteps(server, () -> away(gone), RecoveryTest::none)) {
              @Override
              public java.util.Optional<io.vmcaster.uploader.Uploader.RemoteFile> stat(
                  String path) {
                if (gone[0]) {
                  throw cut();
                }
                return super.stat(path);
              }
            });
    assertThatThrownBy(site::publish).isInstanceOf(TemporaryFailure.class);
    assertThat(site.publicFiles()).doesNotContain("list.smime");
    assertThat(site.isDue()).isTrue();

    site.lie(server -> server);
    Files.writeString(site.file("vmcaster.cfg"), "\n", java.nio.file.StandardOpenOption.APPEND);
    recovery().settleAll(ServiceSite.LIST);
    assertThat(site.text("list.smime")).isEqualTo(before);
    site.publish();
    assertThat(site.publicFiles()).hasSize(2);
    assertThat(site.isDue()).isFalse();
  }

  private Recovery recovery() {
    return new Recovery(
        site.repository(),
        site.context().destinations(),
        new Journal(site.repository(), site.run()),
        site.run());
  }

  private static TemporaryFailure away(boolean[] gone) {
    gone[0] = true;
    return cut();
  }

  @Test
  void theOldListIsRemovedWhenTheNewOneIsInPlace() throws Exception {
    site.lie(server -> inTwoSteps(server, RecoveryTest::none, RecoveryTest::cut));
    site.publish();
    assertThat(version()).isEqualTo("1.0.2");
    assertThat(site.publicFiles()).hasSize(2);
  }

  /** What release 1.0.0 left on a dCache when it was killed at a rename. */
  @Test
  void whatWasReadyIsSweptToo() throws Exception {
    site.lie(
        server ->
            new ServerInBetween(server) {
              @Override
              public void rename(String from, String to) {
                server.rename(from, from + ".ready");
                throw cut();
              }
            });
    assertThatThrownBy(site::publish).isInstanceOf(TemporaryFailure.class);
    assertThatThrownBy(() -> site.upload(2)).isInstanceOf(TemporaryFailure.class);
    site.lie(server -> server);
    site.upload(3);
    site.publish();
    assertThat(site.publicFiles()).hasSize(3).noneMatch(name -> name.endsWith(".ready"));
  }

  @Test
  void anUploadOfAnImageThatWasDeletedSinceIsToldAsThat() throws Exception {
    site.lie(
        server ->
            new ServerInBetween(server) {
              @Override
              public void rename(String from, String to) {
                server.rename(from, to);
                site.repository().edit(changes -> changes.delete(ServiceSite.IMAGE));
                throw cut();
              }
            });
    assertThatThrownBy(() -> site.upload(2)).isInstanceOf(TemporaryFailure.class);
    site.lie(server -> server);
    recovery().settleUploads(ServiceSite.IMAGE);
    assertThat(site.told())
        .last()
        .asString()
        .contains("it was deleted since, and its file is left");
    assertThat(site.repository().contents().intents()).isEmpty();
  }

  /** The copy says that the build is under way; it is published since. */
  @Test
  void aPublishedBuildStaysWhenTheDatabaseIsPutBackFromACopyOfBefore() throws Exception {
    List<Intent> begun = site.uploadAndCopyIntents(2);
    List<String> published = site.publicFiles();
    site.repository().edit(changes -> begun.forEach(changes::begin));

    recovery().settleUploads(ServiceSite.IMAGE);

    assertThat(begun).hasSize(1);
    assertThat(site.publicFiles()).isEqualTo(published);
    assertThat(site.repository().contents().intents()).isEmpty();
  }

  /** A subscriber may have seen it: the number is not used for other content. */
  @Test
  void aListThatWasPublicForAMomentKeepsItsNumber() throws Exception {
    byte[] before = Files.readAllBytes(site.file("www/list.smime"));
    site.lie(
        server ->
            new ServerInBetween(server) {
              @Override
              public void rename(String from, String to) {
                server.rename(from, to);
                server.remove(to);
                try (Upload old = server.create(to, before.length)) {
                  old.write(before, 0, before.length);
                  old.commit();
                }
                throw cut();
              }
            });
    assertThatThrownBy(site::publish).isInstanceOf(TemporaryFailure.class);
    site.lie(server -> server);
    assertThat(site.publish().version()).isEqualTo(new Version("1.0.3"));
    assertThat(site.repository().contents().intents()).isEmpty();
  }

  private String version() throws Exception {
    return new String(Files.readAllBytes(site.file("www/list.smime")), StandardCharsets.US_ASCII)
        .lines()
        .filter(line -> line.startsWith("        \"hv:version\""))
        .findFirst()
        .orElseThrow()
        .replaceAll(".*: \"(.*)\",?", "$1");
  }
}
