package io.vmcaster.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import org.apache.sshd.common.PropertyResolverUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.RejectAllPublickeyAuthenticator;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/**
 * An SSH server inside the test, for what a good server never does. It lets everybody in, has no
 * shell, and of OpenSSH's extensions only the one that is no rename.
 */
public final class MinaServer implements AutoCloseable {

  private final SshServer server = SshServer.setUpDefaultServer();
  private final KeyPair key;

  private MinaServer() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    key = generator.generateKeyPair();
    server.setHost("127.0.0.1");
    server.setKeyPairProvider(KeyPairProvider.wrap(key));
    server.setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
  }

  /** A server with SFTP that asks somebody what to do. */
  public static MinaServer start(SftpEventListener listener)
      throws IOException, GeneralSecurityException {
    MinaServer mina = new MinaServer();
    SftpSubsystemFactory sftp = new SftpSubsystemFactory.Builder().build();
    sftp.addSftpEventListener(listener);
    mina.server.setSubsystemFactories(List.of(sftp));
    PropertyResolverUtils.updateProperty(
        mina.server, SftpModuleProperties.OPENSSH_EXTENSIONS.getName(), "fsync@openssh.com=1");
    mina.server.start();
    return mina;
  }

  /** A server that has one subsystem, whatever that does. */
  public static MinaServer start(SubsystemFactory subsystem)
      throws IOException, GeneralSecurityException {
    MinaServer mina = new MinaServer();
    mina.server.setSubsystemFactories(List.of(subsystem));
    mina.server.start();
    return mina;
  }

  /** A server that offers nothing but to log in. */
  public static MinaServer startWithoutSftp() throws IOException, GeneralSecurityException {
    MinaServer mina = new MinaServer();
    mina.server.start();
    return mina;
  }

  /** A server with SFTP that lets in whoever knows the password, asked in either way. */
  public static MinaServer startWithPassword(String password, boolean interactive)
      throws IOException, GeneralSecurityException {
    MinaServer mina = new MinaServer();
    mina.server.setSubsystemFactories(List.of(new SftpSubsystemFactory.Builder().build()));
    mina.server.setPublickeyAuthenticator(RejectAllPublickeyAuthenticator.INSTANCE);
    mina.server.setPasswordAuthenticator((user, given, session) -> given.equals(password));
    mina.server.setUserAuthFactories(
        List.of(
            UserAuthPublicKeyFactory.INSTANCE,
            interactive
                ? UserAuthKeyboardInteractiveFactory.INSTANCE
                : UserAuthPasswordFactory.INSTANCE));
    mina.server.start();
    return mina;
  }

  /** The target of a file there. */
  public String target(Path path) {
    return "scp://publisher@127.0.0.1:" + server.getPort() + "/" + path;
  }

  /** The home of somebody who knows this server. */
  public SshHome welcome(Path path) throws IOException {
    SshHome home = SshHome.create(path);
    SshKeys.generate(home.file("id_ed25519"), "ed25519", "");
    String hostKey = PublicKeyEntry.toString(key.getPublic());
    home.append("known_hosts", "[127.0.0.1]:" + server.getPort() + " " + hostKey + "\n");
    return home;
  }

  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
