package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.testing.MinaServer;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.Sections;
import io.vmcaster.testing.SshHome;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collection;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a good server never does, and what it does when its machine is in trouble. */
@Timeout(Patience.SECONDS)
class BadServerTest {

  /** For servers that are silent for ever. */
  private static final Duration SHORT = Duration.ofMillis(1500);

  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path directory;
  private MinaServer server;

  @AfterEach
  void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @Test
  void aFullDiskIsTemporary() throws Exception {
    Uploader uploader = connect(new Writes(MEGABYTE, "No space left on device"));

    assertThatThrownBy(() -> send(uploader, 8))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("disk may be full");

    uploader.remove(path("file"));
    assertThat(uploader.stat(path("file"))).isEmpty();
  }

  @Test
  void aConnectionDroppedHalfWayIsTemporary() throws Exception {
    Uploader uploader = connect(new Writes(MEGABYTE, null));

    assertThatThrownBy(() -> send(uploader, 8))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("broke");
    uploader.close();
  }

  @Test
  void aServerThatStopsAnsweringIsTemporary() throws Exception {
    server = MinaServer.start(new Silence());
    SshHome home = server.welcome(directory.resolve("home"));
    String target = server.target(directory.resolve("x"));
    Uploader uploader = Patience.despiteDelays(() -> connect(home, target, SHORT));

    assertThatThrownBy(() -> send(uploader, 8))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("no answer");
    uploader.close();
  }

  @Test
  void aServerThatNeverGreetsIsTemporary() throws Exception {
    SshHome home = SshHome.create(directory.resolve("home"));
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String target = "scp://127.0.0.1:" + silent.getLocalPort() + "//x";
      assertThatThrownBy(() -> connect(home, target, SHORT))
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageContaining("no answer");
    }
  }

  @Test
  void aMachineThatFreezesIsTemporary() throws Exception {
    try (OpenSshServer frozen = OpenSshServer.start(directory.resolve("server"))) {
      SshHome home = SshHome.welcomeAt(frozen, directory.resolve("home"));
      String target = "scp://" + frozen.user() + "@127.0.0.1:" + frozen.port() + "//x";
      Uploader uploader = Patience.despiteDelays(() -> connect(home, target, SHORT));
      frozen.freeze();

      assertThatThrownBy(() -> send(uploader, 64))
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageContaining("no answer");
      uploader.close();
      frozen.thaw();
    }
  }

  @Test
  void aRefusedRenameLeavesEverything() throws Exception {
    Files.writeString(directory.resolve("list"), "old");
    Uploader uploader = connect(new Renames(0));
    send(uploader, 1);

    assertThatThrownBy(() -> uploader.rename(path("file"), path("list")))
        .isInstanceOf(TransferFailure.class);

    assertThat(directory.resolve("list")).hasContent("old");
    assertThat(directory.resolve("file")).hasSize(MEGABYTE);
  }

  @Test
  void theOldFileComesBackWhenTheNewOneCannotTakeItsName() throws Exception {
    Files.writeString(directory.resolve("list"), "old");
    Uploader uploader = connect(new Renames(1));
    send(uploader, 1);

    assertThatThrownBy(() -> uploader.rename(path("file"), path("list")))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("ermission denied");

    assertThat(directory.resolve("list")).hasContent("old");
    assertThat(directory.resolve("file")).hasSize(MEGABYTE);
  }

  @Test
  void whatACutConnectionLeftAsideIsPutBackByWhoeverLooksNext() throws Exception {
    Files.writeString(directory.resolve("list.vmcaster-old"), "old");
    Files.writeString(directory.resolve("other.vmcaster-old"), "old");
    Uploader uploader = connect(new SftpEventListener() {});

    assertThat(uploader.stat(path("list"))).isPresent();
    assertThat(directory.resolve("list")).hasContent("old");
    assertThat(directory.resolve("list.vmcaster-old")).doesNotExist();
    try (InputStream other = uploader.read(path("other"))) {
      assertThat(other.readAllBytes()).asString().isEqualTo("old");
    }
    assertThat(uploader.stat(path("nothing"))).isEmpty();
  }

  @Test
  void whatADeadRunLeftAsideIsRemoved() throws Exception {
    Files.writeString(directory.resolve("list.vmcaster-old"), "older");
    Uploader uploader = connect(new SftpEventListener() {});
    send(uploader, 1);

    uploader.rename(path("file"), path("list"));

    assertThat(directory.resolve("list")).hasSize(MEGABYTE);
    assertThat(directory.resolve("list.vmcaster-old")).doesNotExist();
  }

  @Test
  void aServerWithNeitherSftpNorShellIsRefused() throws Exception {
    server = MinaServer.startWithoutSftp();
    Uploader uploader =
        connect(server.welcome(directory.resolve("home")), server.target(directory.resolve("x")));

    assertThatThrownBy(() -> uploader.stat(path("file")))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("neither SFTP nor a shell");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo this account is not for logging in",
        "echo Welcome, not for logging in; eval \"$SSH_ORIGINAL_COMMAND\""
      })
  void aLoginShellThatTalksIsNotTakenForSftp(String command) throws Exception {
    try (OpenSshServer chatty =
        OpenSshServer.start(
            directory.resolve("server"),
            "Subsystem sftp /usr/lib/openssh/sftp-server",
            "ForceCommand " + command)) {
      SshHome home = SshHome.welcomeAt(chatty, directory.resolve("home"));
      String target = "scp://" + chatty.user() + "@127.0.0.1:" + chatty.port() + "//x";
      Uploader uploader = connect(home, target);

      assertThatThrownBy(() -> uploader.stat(path("file")))
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining("not for logging in");
      assertThatThrownBy(() -> uploader.create(path("file"), 1).close())
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining("not for logging in")
          .hasMessageContaining("the login shell there prints text");
    }
  }

  /** A program there may say more than a message can hold, and never stop. */
  @Test
  void ofWhatAProgramComplainsOfTheBeginningIsKept() throws Exception {
    try (OpenSshServer complaining =
        OpenSshServer.start(
            directory.resolve("server"),
            "ForceCommand head -c 500000 /dev/zero | tr '\\0' x >&2; exit 1")) {
      SshHome home = SshHome.welcomeAt(complaining, directory.resolve("home"));
      String target = "scp://" + complaining.user() + "@127.0.0.1:" + complaining.port() + "//x";
      Uploader uploader = connect(home, target, Duration.ofMinutes(1));

      assertThatThrownBy(() -> uploader.remove(path("file")))
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining("x".repeat(4_000))
          .message()
          .hasSizeLessThan(4_500);
    }
  }

  /** Answers to what was asked for before the failure still come, and are nobody's. */
  @Test
  void aReadThatFailsSpoilsNothingAfterIt() throws Exception {
    byte[] bytes = new byte[2 * MEGABYTE];
    new Random(1).nextBytes(bytes);
    Files.write(directory.resolve("file"), bytes);
    AtomicBoolean failed = new AtomicBoolean();
    Uploader uploader =
        connect(
            new SftpEventListener() {
              @Override
              public void reading(
                  ServerSession session,
                  String handle,
                  FileHandle file,
                  long offset,
                  byte[] data,
                  int dataOffset,
                  int dataLen)
                  throws IOException {
                if (offset > 100_000 && failed.compareAndSet(false, true)) {
                  throw new IOException("a bad block");
                }
              }
            });

    assertThatThrownBy(() -> uploader.read(path("file")).readAllBytes())
        .isInstanceOf(IOException.class);
    assertThat(uploader.stat(path("file"))).contains(new Uploader.RemoteFile(bytes.length, false));
    try (InputStream again = uploader.read(path("file"))) {
      assertThat(again.readAllBytes()).isEqualTo(bytes);
    }
  }

  private Uploader connect(SftpEventListener listener)
      throws IOException, GeneralSecurityException {
    server = MinaServer.start(listener);
    return connect(
        server.welcome(directory.resolve("home")), server.target(directory.resolve("x")));
  }

  private static Uploader connect(SshHome home, String target) {
    return connect(home, target, Patience.LONG);
  }

  private static Uploader connect(SshHome home, String target, Duration timeout) {
    ScpProtocol protocol = new ScpProtocol(home.environment(), Passphrases.NONE, Messages.SILENT);
    return protocol.connect(protocol.locate(target), Sections.of("scp", timeout));
  }

  private void send(Uploader uploader, int megabytes) {
    byte[] bytes = new byte[MEGABYTE];
    try (Upload upload = uploader.create(path("file"), (long) megabytes * MEGABYTE)) {
      for (int i = 0; i < megabytes; i++) {
        upload.write(bytes, 0, bytes.length);
      }
      upload.commit();
    }
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  /** Fails to write behind an offset; without words it hangs up. */
  private record Writes(long limit, String words) implements SftpEventListener {
    @Override
    public void writing(
        ServerSession session,
        String handle,
        FileHandle file,
        long offset,
        byte[] data,
        int dataOffset,
        int length)
        throws IOException {
      if (offset < limit) {
        return;
      }
      if (words == null) {
        session.close(true);
      }
      throw new IOException(words);
    }
  }

  /** Does not come back from a write. */
  private static final class Silence implements SftpEventListener {
    @Override
    public void writing(
        ServerSession session,
        String handle,
        FileHandle file,
        long offset,
        byte[] data,
        int dataOffset,
        int length)
        throws IOException {
      try {
        Thread.sleep(20_000);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  /** Refuses to rename to a name without "old" in it, after so many attempts. */
  private static final class Renames implements SftpEventListener {
    private final int asides;

    Renames(int asides) {
      this.asides = asides;
    }

    @Override
    public void moving(
        ServerSession session, Path source, Path target, Collection<CopyOption> options)
        throws IOException {
      boolean aside = target.toString().endsWith("old") || source.toString().endsWith("old");
      if (!aside || asides == 0) {
        throw new AccessDeniedException(target.toString());
      }
    }
  }
}
