package io.vmcaster.uploader.scp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.testing.MinaServer;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.Sections;
import io.vmcaster.testing.SshHome;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that speak the protocol and mean no good: each ends in a failure, in time and memory. */
@Timeout(Patience.SECONDS)
class SftpLiarTest {

  /** Ten times as long a step may take. */
  private static final Duration SHORT = Duration.ofMillis(700);

  private static final int HANDLE = 102;
  private static final int DATA = 103;
  private static final int NAME = 104;
  private static final int ATTRS = 105;
  private static final int STATUS = 101;

  @TempDir private Path directory;

  /** What is told of the server, and what is asked of it. */
  @SuppressWarnings("ImmutableEnumChecker") // what is asked has no state
  enum Lie {
    EMPTY_DATA(SftpLiarTest::read),
    A_BYTE_NOW_AND_THEN(SftpLiarTest::read),
    MORE_DATA_THAN_THERE_IS(SftpLiarTest::read),
    ENDLESS_DIRECTORY(uploader -> uploader.list("/d")),
    DIRECTORY_WITHOUT_NAMES(uploader -> uploader.list("/d")),
    LONG_ANSWER(uploader -> uploader.stat("/f")),
    NEGATIVE_ANSWER(uploader -> uploader.stat("/f")),
    ANOTHER_ANSWER(uploader -> uploader.stat("/f")),
    NO_ANSWER(uploader -> uploader.stat("/f")),
    ANSWERS_NOBODY_ASKED_FOR(SftpLiarTest::write),
    HANGS_UP(uploader -> uploader.rename("/f", "/g"));

    private final Consumer<Uploader> verb;

    Lie(Consumer<Uploader> verb) {
      this.verb = verb;
    }
  }

  /** All at once, for most of them take the ten times that a step may last. */
  @Test
  void eachLieEndsInAFailure() throws Exception {
    Map<Lie, MinaServer> servers = new EnumMap<>(Lie.class);
    Map<Lie, Uploader> uploaders = new EnumMap<>(Lie.class);
    for (Lie lie : Lie.values()) {
      MinaServer server = MinaServer.start(new Liar.Factory(lie));
      SshHome home = server.welcome(directory.resolve(lie.name()));
      home.append("config", "ConnectTimeout 30\n");
      servers.put(lie, server);
      uploaders.put(
          lie, Patience.despiteDelays(() -> connect(home, server.target(Path.of("/x")), SHORT)));
    }
    Map<Lie, CompletableFuture<Throwable>> ends = new EnumMap<>(Lie.class);
    ExecutorService threads = Executors.newCachedThreadPool();
    uploaders.forEach(
        (lie, uploader) -> {
          MinaServer server = servers.get(lie);
          ends.put(
              lie,
              CompletableFuture.supplyAsync(
                  () -> {
                    try (server;
                        uploader) {
                      return catchThrowable(() -> lie.verb.accept(uploader));
                    }
                  },
                  threads));
        });
    for (Map.Entry<Lie, CompletableFuture<Throwable>> end : ends.entrySet()) {
      assertThat(end.getValue().get(Patience.SECONDS, TimeUnit.SECONDS))
          .as(end.getKey().name())
          .isInstanceOf(Failure.class);
    }
    threads.shutdown();
  }

  @ParameterizedTest
  @ValueSource(strings = {"S", "SSH-2.0-x\r\n\0\0", "hello\r\n"})
  void aServerThatDripsBeforeAnybodyIsLoggedInIsTemporary(String greeting) throws Exception {
    try (ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread dripping = new Thread(() -> drip(door, greeting.getBytes(US_ASCII)));
      dripping.setDaemon(true);
      dripping.start();

      assertThat(
              catchThrowable(
                  () ->
                      connect(
                          SshHome.create(directory.resolve("home")),
                          "scp://127.0.0.1:" + door.getLocalPort() + "//x",
                          Duration.ofMillis(200))))
          .isInstanceOf(TemporaryFailure.class);
    }
  }

  private static void drip(ServerSocket door, byte[] greeting) {
    try (Socket socket = door.accept()) {
      for (int i = 0; ; i = (i + 1) % greeting.length) {
        socket.getOutputStream().write(greeting[i]);
        Thread.sleep(50); // the pace is what is tested
      }
    } catch (IOException | InterruptedException e) {
      // The client has hung up.
      return;
    }
  }

  private static Uploader connect(SshHome home, String target, Duration timeout) {
    ScpProtocol protocol = new ScpProtocol(home.environment(), Passphrases.NONE, Messages.SILENT);
    return protocol.connect(protocol.locate(target), Sections.of("scp", timeout));
  }

  private static void read(Uploader uploader) {
    try (InputStream input = uploader.read("/f")) {
      input.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new TransferFailure("read", e.getMessage(), e);
    }
  }

  private static void write(Uploader uploader) {
    try (Upload upload = uploader.create("/new", 1 << 20)) {
      upload.write(new byte[1 << 20], 0, 1 << 20);
      upload.commit();
    }
    uploader.rename("/new", "/f");
    if (uploader.stat("/f").orElseThrow().size() != 1 << 20) {
      throw new TransferFailure("look", "another size");
    }
  }

  /** Answers in one of these ways. */
  private static final class Liar implements Command, Runnable {
    private final Lie lie;
    private DataInputStream input;
    private DataOutputStream output;
    private ExitCallback exit;
    private int id;
    private int names;

    Liar(Lie lie) {
      this.lie = lie;
    }

    private record Factory(Lie lie) implements SubsystemFactory {
      @Override
      public String getName() {
        return "sftp";
      }

      @Override
      public Command createSubsystem(ChannelSession channel) {
        return new Liar(lie);
      }
    }

    @Override
    public void run() {
      try {
        answer(2, out -> out.writeInt(3), false);
        read();
        while (true) {
          int type = read();
          step(type);
        }
      } catch (IOException | InterruptedException e) {
        exit.onExit(0);
      }
    }

    private void step(int type) throws IOException, InterruptedException {
      switch (type) {
        case 3, 11 -> answer(HANDLE, out -> string(out, "h"), true);
        case 5 -> data();
        case 7 -> {
          if (lie == Lie.ANSWERS_NOBODY_ASKED_FOR) {
            answer(STATUS, out -> status(out, 2), true);
          } else {
            attributes();
          }
        }
        case 17 -> attributes();
        case 12 -> names();
        case 16 -> answer(NAME, SftpLiarTest::home, true);
        case 18 -> {
          if (lie == Lie.HANGS_UP) {
            throw new IOException("enough");
          }
          ok();
        }
        default -> ok();
      }
    }

    private void ok() throws IOException {
      int times = lie == Lie.ANSWERS_NOBODY_ASKED_FOR ? 1000 : 1;
      for (int i = 0; i < times; i++) {
        answer(STATUS, out -> status(out, 0), true);
      }
    }

    private void attributes() throws IOException {
      switch (lie) {
        case LONG_ANSWER -> {
          output.writeInt(1 << 30);
          output.write(new byte[1 << 20]);
          output.flush();
        }
        case NEGATIVE_ANSWER -> {
          output.writeInt(-5);
          output.flush();
        }
        case ANOTHER_ANSWER -> answer(HANDLE, out -> string(out, "h"), true);
        case NO_ANSWER -> output.flush();
        default ->
            answer(
                ATTRS,
                out -> {
                  out.writeInt(1 | 4);
                  out.writeLong(1 << 30);
                  out.writeInt(lie.name().contains("DIRECTORY") ? 0040755 : 0100644);
                },
                true);
      }
    }

    private void data() throws IOException, InterruptedException {
      switch (lie) {
        case EMPTY_DATA -> answer(DATA, out -> out.writeInt(0), true);
        case A_BYTE_NOW_AND_THEN -> {
          Thread.sleep(20); // the pace is what is tested
          answer(DATA, out -> string(out, "x"), true);
        }
        default ->
            answer(
                DATA,
                out -> {
                  out.writeInt(Integer.MAX_VALUE);
                  out.writeLong(0);
                },
                true);
      }
    }

    private void names() throws IOException {
      answer(
          NAME,
          out -> {
            int count = lie == Lie.ENDLESS_DIRECTORY ? 1000 : 0;
            out.writeInt(count);
            for (int i = 0; i < count; i++) {
              string(out, "name" + names++);
              string(out, "");
              out.writeInt(1);
              out.writeLong(1);
            }
          },
          true);
    }

    private int read() throws IOException {
      int length = input.readInt();
      int type = input.readUnsignedByte();
      id = input.readInt();
      input.skipNBytes(length - 5L);
      return type;
    }

    private void answer(int type, Body body, boolean numbered) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeByte(type);
      if (numbered) {
        out.writeInt(id);
      }
      body.write(out);
      output.writeInt(bytes.size());
      bytes.writeTo(output);
      output.flush();
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
      Thread thread = new Thread(this, "liar");
      thread.setDaemon(true);
      thread.start();
    }

    @Override
    public void setInputStream(InputStream in) {
      input = new DataInputStream(in);
    }

    @Override
    public void setOutputStream(OutputStream out) {
      output = new DataOutputStream(new BufferedOutputStream(out));
    }

    @Override
    public void setErrorStream(OutputStream err) {}

    @Override
    public void setExitCallback(ExitCallback callback) {
      exit = callback;
    }

    @Override
    public void destroy(ChannelSession channel) {}
  }

  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    out.writeInt(text.length());
    out.write(text.getBytes(US_ASCII));
  }

  private static void status(DataOutputStream out, int code) throws IOException {
    out.writeInt(code);
    string(out, "");
    string(out, "");
  }

  private static void home(DataOutputStream out) throws IOException {
    out.writeInt(1);
    string(out, "/home");
    string(out, "");
    out.writeInt(0);
  }
}
