package io.vmcaster.uploader.scp;

import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Protocol;
import io.vmcaster.uploader.Uploader;
import java.util.Set;

/**
 * Writes on servers over ssh, as OpenSSH's scp does today: by SFTP, and by the old scp protocol
 * where a server does not have that.
 */
public final class ScpProtocol implements Protocol {

  private final Environment environment;
  private final Passphrases passphrases;
  private final Messages messages;

  /**
   * Nothing is connected yet.
   *
   * @param environment for the home directory and the agent
   * @param passphrases for keys, and for servers that ask for a password
   * @param messages for details of the connection
   */
  public ScpProtocol(Environment environment, Passphrases passphrases, Messages messages) {
    this.environment = environment;
    this.passphrases = passphrases;
    this.messages = messages;
  }

  @Override
  public Set<String> names() {
    return Set.of("scp");
  }

  @Override
  public Location locate(String target) {
    return SshTarget.parse(target);
  }

  @Override
  public Uploader connect(Location location, Section section) {
    SshEndpoint endpoint = SshEndpoint.parse(location.endpoint());
    SshConnector connector = new SshConnector(environment, passphrases, messages);
    return ScpUploaders.choose(connector.connect(endpoint, section.timeout()), messages);
  }
}
