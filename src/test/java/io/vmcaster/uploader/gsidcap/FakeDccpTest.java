package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.Patience;
import io.vmcaster.uploader.Timeouts;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dccp that says strange things, as it may when a server makes it. */
@Timeout(value = Patience.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FakeDccpTest {
  @TempDir Path directory;
  @TempDir Path local;
  private TestDoor door;

  @BeforeEach
  void open() throws IOException {
    door = TestDoor.plain(directory);
  }

  @AfterEach
  void close() throws IOException {
    door.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Server error message for [2]: \\\"x\\\" (err code: 99999999999999999999, errno: (null)).",
        "File checksum is: 99999999999999999999999999"
      })
  void anOverlongNumberDoesNotEndTheWatch(String said) throws IOException {
    Uploader uploader =
        with(
            "echo ' 2 0 client open ' >&2; echo \""
                + said
                + "\" >&2; echo 'GSS Minor Status Error Chain:' >&2; exec cat >/dev/null");

    assertThatThrownBy(() -> TestFiles.send(uploader, "/file", new byte[5_000_000]))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("the tunnel could not be built");
  }

  @Test
  void aLineWithoutEndIsNotKept() throws IOException {
    Uploader uploader = with("head -c 50000000 /dev/zero >&2; echo >&2; exit 3");

    assertThatThrownBy(() -> TestFiles.send(uploader, "/file", new byte[5_000_000]))
        .isInstanceOfSatisfying(
            Failure.class, e -> assertThat(e.getMessage().length()).isLessThan(50_000));
  }

  @Test
  void ofALongLineTheBeginningIsKept() throws Exception {
    String script = "head -c 5000000 /dev/zero | tr '\\0' x >&2; echo >&2; echo end >&2";
    try (DccpChild child =
        DccpChild.start(List.of("sh", "-c", script), System.getenv(), Duration.ofMinutes(5))) {
      child.end();
      assertThat(child.words().lastWords())
          .startsWith("xxx")
          .endsWith("x; end")
          .hasSizeLessThan(20_000);
    }
  }

  /** When nobody reads its messages any more, it does not go on. */
  @Test
  void itEndsWithItsListener() throws IOException {
    Uploader uploader = with("exec 2>&-; exec cat >/dev/null");

    assertThatThrownBy(
            () -> {
              try (var upload = uploader.create("/file", -1)) {
                byte[] piece = new byte[1 << 16];
                while (true) {
                  upload.write(piece, 0, piece.length);
                }
              }
            })
        .isInstanceOf(Failure.class);
  }

  @Test
  void itSeesNoSecretOfOurs() throws IOException {
    Uploader uploader = with("env > " + local.resolve("seen") + "; exit 3");

    assertThatThrownBy(() -> TestFiles.send(uploader, "/file", new byte[10]))
        .isInstanceOf(Failure.class);

    assertThat(local.resolve("seen"))
        .content()
        .contains("X509_USER_PROXY=/some/proxy", "LC_ALL=C", "PATH=")
        .doesNotContain("secret", "LD_", "GLOBUS");
  }

  @Test
  void aPortThatItCannotReadIsSaidBeforeItIsStarted() throws IOException {
    try (TestDoor high = high()) {
      Uploader uploader = connect(high, "touch " + local + "/ran");

      assertThatThrownBy(() -> uploader.create("/file", 1))
          .isInstanceOf(ConfigurationFailure.class)
          .hasMessageContaining("above 32767");
    }
    assertThat(local.resolve("ran")).doesNotExist();
  }

  private TestDoor high() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort(); // Linux gives ports from 32768 on
    }
    return new TestDoor(
        directory, Math.max(port, 32_768), (socket, open) -> new PlainDoorLine(socket));
  }

  private Uploader with(String script) throws IOException {
    return connect(door, script);
  }

  private Uploader connect(TestDoor to, String script) throws IOException {
    Timeouts timeouts = Timeouts.of(TestSections.PATIENT);
    return TestSections.with("dcap", to, ControlLine.Opener.PLAIN, dccp(script), timeouts);
  }

  private DcapUploader.DataTransfer dccp(String script) throws IOException {
    Path program = Files.writeString(local.resolve("dccp"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Environment environment =
        new Environment(
            Map.of(
                "PATH", local + ":/usr/bin:/bin",
                "HOME", local.toString(),
                "DISH_PASSWORD", "secret",
                "GLOBUS_LOCATION", "/secret",
                "LD_PRELOAD", ""),
            local);
    return DccpUpload.by(environment, () -> Map.of("X509_USER_PROXY", "/some/proxy"));
  }
}
