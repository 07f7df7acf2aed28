package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.CuttingRelay;
import io.vmcaster.testing.PostgresServer;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestPki;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A connection to PostgreSQL that does not come about: what passes by itself is temporary (5), what
 * somebody has to mend is not (3).
 */
class BrokenHandshakeTest {

  @TempDir static Path pki;
  private static TestCa ca;
  private static PostgresServer secure;
  private static PostgresServer plain;
  private static String url;

  @TempDir Path directory;

  @BeforeAll
  static void start() throws Exception {
    ca = TestPki.in(pki).ca("/DC=org/DC=example/CN=Database CA");
    secure = PostgresServer.start(ca.host("localhost").issue());
    plain = PostgresServer.start();
    url = secure.newDatabase("shaken").replace("127.0.0.1", "localhost");
  }

  @AfterAll
  static void stop() throws Exception {
    secure.close();
    plain.close();
  }

  private String refused(int status, String database) {
    String err = VmcasterRun.in(directory).run("--image-list", "-d", database).ended(status).err();
    assertThat(err).doesNotContain("secret");
    return err;
  }

  @ParameterizedTest
  @ValueSource(strings = {"require", "verify-ca", "verify-full"})
  void aServerWithoutTlsIsRefused(String mode) throws Exception {
    String database = plain.newDatabase("plain" + mode.replace('-', '_')) + "?sslmode=" + mode;
    if (!mode.equals("require")) {
      database += "&sslrootcert=" + ca.identity().certificateFile();
    }
    assertThat(refused(3, database))
        .contains("does not support SSL", "sslmode")
        .doesNotContain("PGPASS");
  }

  /** However far it got: 8 bytes ask for TLS, one answers. */
  @ParameterizedTest
  @CsvSource({
    "require, 0",
    "require, 8",
    "require, 9",
    "require, 300",
    "require, 1500",
    "require, 2500",
    "verify-full, 0",
    "verify-full, 8",
    "verify-full, 9",
    "verify-full, 300",
    "verify-full, 1500",
    "disable, 0",
    "disable, 20",
    "disable, 200"
  })
  void aCutLineIsTemporary(String mode, int bytes) throws Exception {
    try (CuttingRelay relay = new CuttingRelay(secure.port(), bytes)) {
      String database = url.replace(":" + secure.port(), ":" + relay.port()) + "?sslmode=" + mode;
      refused(5, database + "&sslrootcert=" + ca.identity().certificateFile());
      assertThat(relay.hasCut()).isTrue();
    }
  }

  @Test
  void aServerOfAnotherKindIsRefused() throws Exception {
    try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread thread =
          new Thread(
              () -> {
                while (!web.isClosed()) {
                  try (Socket client = web.accept()) {
                    client
                        .getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                  } catch (IOException e) {
                    return;
                  }
                }
              });
      thread.setDaemon(true);
      thread.start();
      String database = "postgresql://me:secret@127.0.0.1:" + web.getLocalPort() + "/x?sslmode=";
      for (String mode : new String[] {"prefer", "disable"}) {
        assertThat(refused(3, database + mode)).contains("is no PostgreSQL", "host and port");
      }
    }
  }
}
