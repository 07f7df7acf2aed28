package io.vmcaster.uploader.scp;

import com.jcraft.jsch.JSchException;
import io.vmcaster.context.Messages;
import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how a server wants to be given files. */
final class ScpUploaders {

  private static final Logger LOG = LoggerFactory.getLogger(ScpUploaders.class);

  private ScpUploaders() {}

  /** SFTP where the server has it, else the old protocol. */
  static Uploader choose(SshConnection connection, Messages messages) {
    try {
      SftpClient client = new SftpClient(connection.subsystem("sftp"));
      return new SftpUploader(connection, client);
    } catch (JSchException | IOException e) {
      if (e instanceof InterruptedIOException || !connection.isAlive()) {
        connection.abort();
        throw SshFailures.connecting(connection.host(), e);
      }
      LOG.debug(connection.host().display() + " has no SFTP; using the old scp protocol there");
      return new LegacyUploader(connection);
    }
  }
}
