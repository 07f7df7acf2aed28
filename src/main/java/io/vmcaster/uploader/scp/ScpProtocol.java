package io.vmcaster.uploader.scp;

import com.jcraft.jsch.SftpException;
import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Protocol;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.scp.SshEndpoint.SshTarget;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes on servers over ssh, as OpenSSH's scp does today: by SFTP, and by the old scp protocol
 * where a server does not have that. Nothing is connected yet.
 *
 * @param environment for the home directory and the agent
 * @param passphrases for keys, and for servers that ask for a password
 * @param messages for details of the connection
 */
public record ScpProtocol(Environment environment, Passphrases passphrases, Messages messages)
    implements Protocol {

  private static final Logger LOG = LoggerFactory.getLogger(ScpProtocol.class);

  @Override
  public Location locate(String target) {
    return SshTarget.parse(target);
  }

  @Override
  public Uploader connect(Location location, Section section) {
    SshEndpoint endpoint = SshEndpoint.parse(location.endpoint());
    SshConnector connector = new SshConnector(environment, passphrases, messages);
    return choose(connector.connect(endpoint, section.timeout()));
  }

  /** SFTP where the server has it, else the old protocol. */
  private Uploader choose(SshConnection connection) {
    try {
      return new SftpUploader(connection, connection.within(connection::sftp));
    } catch (SftpException | IOException e) {
      if (e instanceof InterruptedIOException || !connection.isAlive()) {
        connection.close();
        throw SshFailures.connecting(connection.host(), e);
      }
      LOG.debug(connection.host().display() + " has no SFTP; using the old scp protocol there");
      return new LegacyUploader(connection);
    }
  }
}
