package io.vmcaster.uploader.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.context.Messages;
import io.vmcaster.context.RemoteFile;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.error.TransferFailure;
import io.vmcaster.uploader.Capability;
import io.vmcaster.uploader.Upload;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a door may do to us, each with its own end; nothing is left there but what was. */
class DavFaultsTest {

  private static final int SIZE = 3_000_000;
  private static final Duration SOON = Duration.ofMillis(1500);

  @TempDir Path files;
  private final List<String> warnings = new ArrayList<>();
  private DavDoor door;
  private Uploader uploader;

  @BeforeEach
  void open() throws IOException {
    door = new DavDoor(files, 0, null);
    uploader = connect(DavSections.PATIENT);
  }

  @AfterEach
  void close() throws IOException {
    door.heal();
    door.close();
    uploader.close();
  }

  private Uploader connect(Duration timeout, String... settings) {
    Messages messages =
        new Messages() {
          @Override
          public void warn(String text) {
            warnings.add(text);
          }

          @Override
          public void info(String text) {}
        };
    return DavSections.connect(door.url(), messages, DavSections.section(timeout, settings));
  }

  private void send(String path, long announced) {
    try (Upload upload = uploader.create(path, announced)) {
      byte[] piece = new byte[100_000];
      for (int sent = 0; sent < SIZE; sent += piece.length) {
        upload.write(piece, 0, piece.length);
      }
      upload.commit();
    }
  }

  private Failure sendFails() {
    Failure failure = catchThrowableOfType(Failure.class, () -> send("/image", SIZE));
    assertThat(failure).hasMessageContaining("image");
    return failure;
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, 401, TRUST, does not know us by no token",
    "PUT, 403, TRANSFER, does not allow it; it was shown no token",
    "PUT, 405, TRANSFER, does not do that here",
    "PUT, 409, TRANSFER, something else is in the way",
    "PUT, 412, TRANSFER, has that name already",
    "PUT, 413, TRANSFER, no file as large",
    "PUT, 423, TEMPORARY, has locked it",
    "PUT, 429, TEMPORARY, status 429",
    "PUT, 502, TEMPORARY, does not reach it",
    "PUT, 503, TEMPORARY, status 503",
    "PUT, 507, TEMPORARY, no space left",
    "PUT, 400, TRANSFER, status 400",
  })
  void aRefusalTellsItsReason(String method, int status, ExitStatus end, String words) {
    door.answering(method, status);

    Failure failure = sendFails();

    assertThat(failure).hasMessageContaining(words).hasMessageContaining("(because I say so)");
    assertThat(failure.status()).isEqualTo(end);
    assertThat(files).isEmptyDirectory();
  }

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
    send("/image", SIZE);
    assertThat(files.resolve("image")).hasSize(SIZE);
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
  @CsvSource({
    "CIRCLE, circle",
    "OTHER_SCHEME, no web address",
    "BROKEN_REDIRECT, what is no address",
  })
  void oddRedirectsAreRefused(DavFault fault, String words) {
    door.with(fault);

    assertThat(sendFails()).isInstanceOf(TransferFailure.class).hasMessageContaining(words);
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

  @Test
  void aMoveWhoseAnswerIsLostIsDone() throws IOException {
    Files.write(files.resolve("new"), new byte[7]);
    door.with(DavFault.CUT_MOVE);

    uploader.rename("/new", "/list");

    assertThat(files.toFile().list()).containsExactly("list");
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
    try (var large =
        java.nio.channels.FileChannel.open(
            files.resolve("large"),
            java.nio.file.StandardOpenOption.CREATE,
            java.nio.file.StandardOpenOption.WRITE)) {
      large.position(5_000_000_000L).write(java.nio.ByteBuffer.allocate(1));
    }

    assertThat(uploader.stat("/large")).contains(new RemoteFile(5_000_000_001L, false));
    assertThat(uploader.list("/")).containsEntry("large", new RemoteFile(5_000_000_001L, false));
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

  @Test
  void aPrivateAddressIsToldFromAPublicOne() {
    assertThat(
            List.of(
                "127.0.0.1",
                "10.1.2.3",
                "192.168.1.1",
                "169.254.169.254",
                "[::1]",
                "[fd00::1]",
                "localhost"))
        .allMatch(Redirects::isPrivate);
    assertThat(List.of("192.0.2.1", "[2001:db8::1]")).noneMatch(Redirects::isPrivate);
  }

  @ParameterizedTest
  @CsvSource({
    "https://192.0.2.1/a, http://192.0.2.2/b, false, not protected|protected by TLS",
    "https://192.0.2.1/a, https://127.0.0.1/b, false, inside of this network",
    "http://192.0.2.1/a, http://10.0.0.1/b, true, inside of this network",
    "https://192.0.2.1/a, https://192.0.2.2/b, false, ''",
    "https://192.0.2.1/a, http://192.0.2.2/b, true, ''",
    "https://127.0.0.1/a, https://127.0.0.1:1/b, false, ''",
  })
  void whereAServerMaySendUsOn(String from, String to, boolean insecure, String words) {
    java.net.URI first = java.net.URI.create(from);
    Answer answer =
        new Answer(
            first,
            307,
            java.net.http.HttpHeaders.of(java.util.Map.of("Location", List.of(to)), (a, b) -> true),
            new byte[0]);
    Redirects redirects = new Redirects("cannot write", first, insecure, false);
    if (words.isEmpty()) {
      assertThat(redirects.next(answer)).hasToString(to);
    } else {
      assertThatThrownBy(() -> redirects.next(answer))
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining(words.replaceFirst(".*\\|", ""));
    }
  }
}
