package io.vmcaster.uploader.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.context.Messages;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.testing.CuttingRelay;
import io.vmcaster.testing.DavServer;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a door may do to us, each with its own end; nothing is left there but what was. */
class DavFaultsTest extends DavDoorFixture {

  private static final int LIST = 300_000;

  @ParameterizedTest
  @EnumSource(
      value = DavFault.class,
      names = {"CUT_PUT", "CUT_DATA", "CUT_ANSWER", "FULL_IN_THE_MIDDLE", "CORRUPT"})
  void whatFailsInTheMiddleLeavesNothingBehind(DavFault fault) {
    uploader = fault == DavFault.FULL_IN_THE_MIDDLE ? connect(SOON) : uploader;
    door.with(fault);

    assertThat(sendFails()).isInstanceOf(TemporaryFailure.class);

    assertThat(files).isEmptyDirectory();
    door.heal();
    uploader.close();
    uploader = connect(DavSections.PATIENT);
    send("/image", SIZE);
    assertThat(files.resolve("image")).hasSize(SIZE);
  }

  @ParameterizedTest
  @CsvSource({
    "CUT_REQUEST, TEMPORARY, the connection broke",
    "CUT_BODY, TEMPORARY, the connection broke",
    "RUBBISH, TRANSFER, does not answer in HTTP",
    "UNCOUNTABLE, TRANSFER, cannot be understood",
  })
  void aConnectionThatDiesIsSaid(DavFault fault, ExitStatus end, String words) throws IOException {
    Files.write(files.resolve("there"), new byte[7]);
    door.with(fault);

    for (ThrowingCallable attempt :
        List.<ThrowingCallable>of(
            () -> uploader.stat("/there"),
            () -> uploader.list("/"),
            () -> uploader.remove("/there"),
            () -> uploader.rename("/there", "/new"))) {
      Failure failure = catchThrowableOfType(Failure.class, attempt);
      assertThat(failure).hasMessageContaining(words);
      assertThat(failure.status()).isEqualTo(end);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DavFault.class,
      names = {"CUT_BODY", "HANGING_BODY"})
  void aFileThatComesInPartIsNoFile(DavFault fault) throws IOException {
    Files.write(files.resolve("there"), new byte[7000]);
    uploader = connect(SOON);
    door.with(fault);

    try (InputStream in = uploader.read("/there")) {
      assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aServerWithoutTlsIsSaid() throws IOException {
    try (DavServer server =
            DavServer.start(DavServer.Kind.LIGHTTPD, files.resolve("server"), files);
        Uploader secure =
            DavSections.connect(
                server.url().replace("http:", "https:"),
                Messages.SILENT,
                DavSections.section(DavSections.PATIENT))) {
      assertThatThrownBy(() -> secure.stat("/there"))
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining("the server does not speak TLS there");
    }
  }

  @Test
  void nobodyListensIsSaid() throws IOException {
    door.close();

    assertThatThrownBy(() -> uploader.stat("/there"))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("the connection is refused");
  }

  /** The old list or the new one, whole, wherever the line breaks; trying again helps. */
  @Test
  void wheneverTheLineBreaksTheListIsWhole() throws IOException {
    door.withoutPool();
    Random random = new Random(7);
    int failed = 0;
    for (int i = 0; i < 40; i++) {
      Files.write(files.resolve("list"), new byte[7]);
      int bytes = i < 20 ? random.nextInt(2_000) : LIST + random.nextInt(3_500);
      try (CuttingRelay relay = new CuttingRelay(door.port(), bytes)) {
        failed += replaces(relay, "/part" + i) ? 0 : 1;
        assertThat(Files.size(files.resolve("list"))).isIn(7L, (long) LIST);
        relay.heal();
        assertThat(replaces(relay, "/again" + i)).isTrue();
        assertThat(files.resolve("list")).hasSize(LIST);
      }
    }
    assertThat(failed).isBetween(20, 40);
  }

  private static boolean replaces(CuttingRelay relay, String part) {
    try (Uploader cut =
            DavSections.connect(
                "http://127.0.0.1:" + relay.port() + "/",
                Messages.SILENT,
                DavSections.section(DavSections.PATIENT));
        Upload upload = cut.create(part, LIST)) {
      upload.write(new byte[LIST], 0, LIST);
      upload.commit();
      cut.rename(part, "/list");
      return true;
    } catch (Failure e) {
      assertThat(e.getMessage()).startsWith("cannot ").doesNotEndWith(".");
      return false;
    }
  }

  @Test
  void fullInTheMiddleIsSaid() {
    uploader = connect(SOON);
    door.with(DavFault.FULL_IN_THE_MIDDLE);

    assertThat(sendFails()).hasMessageContaining("no space left");
  }

  @Test
  void otherBytesAreNoticedByTheDigest() {
    door.with(DavFault.CORRUPT);

    assertThat(sendFails()).hasMessageContaining("digest");
  }

  @ParameterizedTest
  @EnumSource(
      value = DavFault.class,
      names = {"SILENT", "DRIPPING", "HANGING_BODY"})
  void aDoorThatDoesNotAnswerIsLeft(DavFault fault) {
    uploader = connect(SOON);
    door.with(fault);

    assertThatThrownBy(() -> uploader.stat("/image"))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("no answer in 1 s");
    assertThat(sendFails()).isInstanceOf(TemporaryFailure.class);
  }

  @Test
  void aDoorThatTakesNoBytesIsLeft() {
    uploader = connect(SOON);
    door.with(DavFault.STALLED_DATA);

    assertThat(catchThrowableOfType(Failure.class, this::sendMuch))
        .isInstanceOf(TemporaryFailure.class);
  }

  private void sendMuch() {
    try (Upload upload = uploader.create("/image", 1L << 40)) {
      byte[] piece = new byte[1 << 20];
      for (int i = 0; i < 1000; i++) {
        upload.write(piece, 0, piece.length);
      }
      upload.commit();
    }
  }

  /** The first bytes of what an endless answer says are enough. */
  @Test
  void anEndlessRefusalIsReadInPart() {
    door.with(DavFault.ENDLESS_BODY).answering("PUT", 507);

    assertThat(sendFails()).hasMessageContaining("no space left");
  }

  @Test
  void anEndlessListIsRefused() throws IOException {
    Files.createFile(files.resolve("image"));
    door.with(DavFault.ENDLESS_BODY);

    assertThatThrownBy(() -> uploader.stat("/image"))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("look at");
  }

  @ParameterizedTest
  @EnumSource(
      value = DavFault.class,
      names = {"NO_XML", "DOCUMENT_TYPE"})
  void whatIsNoWebDavIsSaid(DavFault fault) throws IOException {
    Files.createFile(files.resolve("image"));
    door.with(fault);

    assertThatThrownBy(() -> uploader.stat("/image"))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("no WebDAV");
  }

  @Test
  void aServerWithoutPropertiesIsAskedForTheHead() throws IOException {
    Files.write(files.resolve("image"), new byte[7]);
    door.with(DavFault.NO_PROPERTIES);

    assertThat(uploader.stat("/image")).contains(new RemoteFile(7, false));
    assertThat(uploader.stat("/absent")).isEmpty();
    assertThat(uploader.capabilities()).doesNotContain(Capability.LIST);
  }

  @Test
  void aServerThatWantsTheSizeFirstIsGivenItTheNextTime() {
    door.withoutPool().with(DavFault.LENGTH_REQUIRED);
    assertThat(uploader.capabilities()).contains(Capability.STREAM);

    assertThatThrownBy(() -> send("/image", -1))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("size first");

    assertThat(uploader.capabilities()).doesNotContain(Capability.STREAM);
    send("/image", SIZE);
    assertThat(files.resolve("image")).hasSize(SIZE);
  }

  @Test
  void aServerWithoutExpectIsSentTheFile() {
    door.withoutPool().with(DavFault.NO_EXPECT);

    send("/image", SIZE);

    assertThat(files.resolve("image")).hasSize(SIZE);
  }

  @Test
  void aFileThatIsSentOnLateIsRefused() {
    door.withoutPool().with(DavFault.LATE_REDIRECT);

    assertThat(sendFails()).isInstanceOf(TransferFailure.class).hasMessageContaining("too late");
  }

  @ParameterizedTest
  @EnumSource(names = {"CUT_MOVE", "LATE_MOVE"})
  void aMoveWhoseAnswerIsLostIsDone(DavFault lost) throws IOException {
    Files.write(files.resolve("new"), new byte[7]);
    door.with(lost);

    uploader.rename("/new", "/list");

    assertThat(files.toFile().list()).containsExactly("list");
  }

  @Test
  void aMoveThatIsRefusedIsNotLookedFor() throws IOException {
    Files.write(files.resolve("new"), new byte[7]);
    door.answering("MOVE", 503);

    assertThatThrownBy(() -> uploader.rename("/new", "/list"))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("status 503");
    assertThat(door.asked()).last().asString().contains(" MOVE ");
  }

  @Test
  void directoriesAreMade() {
    send("/a b/#c/ä%20/image", SIZE);

    assertThat(files.resolve("a b/#c/ä%20/image")).hasSize(SIZE);
  }

  @Test
  void theGapOfAMoveIsSaidOnce() throws IOException {
    for (int i = 0; i < 2; i++) {
      Files.write(files.resolve("list"), new byte[7]);
      Files.write(files.resolve("new"), new byte[8]);
      uploader.rename("/new", "/list");
    }

    assertThat(warnings).singleElement().asString().contains("dCache", "dcache-rest", "moment");
    assertThat(uploader.warnings()).hasSize(1);
  }

  @Test
  void theFrontendRenamesWithoutAGap() throws IOException {
    uploader = connect(DavSections.PATIENT, "replace", "dcache-rest", "frontend", door.url());
    Files.write(files.resolve("a list"), new byte[7]);
    Files.write(files.resolve("new"), new byte[8]);

    uploader.rename("/new", "/a list");

    assertThat(files.resolve("a list")).hasSize(8);
    assertThat(warnings).isEmpty();
    assertThat(door.asked()).contains("door POST /api/v1/namespace/new");
  }

  @Test
  void aFileOfMoreThan4GibHasItsSize() throws IOException {
    long size = (1L << 32) + (1 << 20);
    door.withoutPool().with(DavFault.FORGETFUL);
    byte[] piece = new byte[1 << 20];
    try (Upload upload = uploader.create("/large", size)) {
      for (long sent = 0; sent < size; sent += piece.length) {
        upload.write(piece, 0, piece.length);
      }
      upload.commit();
    }

    assertThat(files.resolve("large")).hasSize(size);
    assertThat(uploader.stat("/large")).contains(new RemoteFile(size, false));
    assertThat(uploader.list("/")).containsEntry("large", new RemoteFile(size, false));
    try (InputStream in = uploader.read("/large")) {
      assertThat(in.readNBytes(10)).hasSize(10);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "replace, sometimes, replace",
    "replace, dcache-rest, frontend",
    "frontend, http://images.example.org/, not protected by TLS",
    "token-file, /tmp/token, never sent without TLS",
  })
  void aSectionThatCannotBeIsRefused(String key, String value, String words) {
    assertThatThrownBy(() -> connect(DavSections.PATIENT, key, value))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({
    "http://192.0.2.1/, false, not protected by TLS",
    "https://u:p@host/, true, does not look like",
    "https://host:99999/x, true, no port 99999",
    "ftp://host/x, true, does not look like",
  })
  void anAddressThatCannotBeIsRefused(String url, String insecure, String words) {
    assertThatThrownBy(
            () ->
                DavSections.connect(
                    url,
                    Messages.SILENT,
                    DavSections.section(DavSections.PATIENT, "insecure", insecure)))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessageContaining(words);
  }
}
