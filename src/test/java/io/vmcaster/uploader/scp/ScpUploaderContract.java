package io.vmcaster.uploader.scp;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.Sections;
import io.vmcaster.testing.SshHome;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.UploaderContractTest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a real OpenSSH server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ScpUploaderContract extends UploaderContractTest {

  private OpenSshServer server;
  private SshHome home;

  /** Starts the server to be tested. */
  abstract OpenSshServer start(Path directory) throws IOException;

  @BeforeAll
  void startServer(@TempDir Path directory) throws IOException {
    server = start(directory.resolve("server"));
    home = SshHome.welcomeAt(server, directory.resolve("home"));
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @Override
  protected Uploader connect() {
    ScpProtocol protocol = new ScpProtocol(home.environment(), Passphrases.NONE, Messages.SILENT);
    return protocol.connect(
        protocol.locate("scp://" + server.user() + "@127.0.0.1:" + server.port() + "//x"),
        Sections.of("scp", Duration.ofSeconds(20)));
  }
}
