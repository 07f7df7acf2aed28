package io.vmcaster.uploader.scp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.testing.MinaServer;
import io.vmcaster.testing.Sections;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.WarningsTo;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import io.vmcaster.uploader.UploaderContractTest;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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
    return connect(Messages.SILENT);
  }

  private Uploader connect(Messages messages) {
    ScpProtocol protocol = new ScpProtocol(home.environment(), Passphrases.NONE, messages);
    return protocol.connect(
        protocol.locate(server.target(root.resolve("x"))),
        Sections.of("scp", Duration.ofSeconds(20)));
  }

  @Test
  void aMomentWithoutTheFileIsToldOnce() {
    List<String> told = new ArrayList<>();
    try (Uploader uploader = connect(new WarningsTo(told))) {
      replace(uploader);
      assertThat(told).as("nothing was there yet").isEmpty();
      replace(uploader);
      replace(uploader);

      assertThat(told)
          .singleElement()
          .asString()
          .contains("replaces no file in one step: consumers miss the list for a moment");
      assertThat(uploader.warnings())
          .singleElement()
          .asString()
          .contains("has no posix-rename@openssh.com");
    }
  }

  private void replace(Uploader uploader) {
    String part = root.resolve("part").toString();
    try (Upload upload = uploader.create(part, 1)) {
      upload.write(1);
      upload.commit();
    }
    uploader.rename(part, root.resolve("list").toString());
  }

  @Override
  protected boolean replacesAtOnce() {
    return false;
  }
}
