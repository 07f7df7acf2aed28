package io.vmcaster.uploader.scp;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.testing.MinaServer;
import io.vmcaster.testing.Sections;
import io.vmcaster.testing.SshHome;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.UploaderContractTest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The contract over a server with the bare protocol, whose rename does not replace. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlainSftpUploaderTest extends UploaderContractTest {

  private MinaServer server;
  private SshHome home;

  @BeforeAll
  void startServer(@TempDir Path directory) throws IOException, GeneralSecurityException {
    server = MinaServer.start(new SftpEventListener() {});
    home = server.welcome(directory.resolve("home"));
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @Override
  protected Uploader connect() {
    ScpProtocol protocol = new ScpProtocol(home.environment(), Passphrases.NONE, Messages.SILENT);
    return protocol.connect(
        protocol.locate(server.target(root.resolve("x"))),
        Sections.of("scp", Duration.ofSeconds(20)));
  }

  @Override
  protected boolean replacesAtOnce() {
    return false;
  }
}
