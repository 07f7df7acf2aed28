package io.vmcaster.uploader.scp;

import com.jcraft.jsch.Channel;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.Proxy;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.Slf4jLogger;
import com.jcraft.jsch.SocketFactory;
import com.jcraft.jsch.UIKeyboardInteractive;
import com.jcraft.jsch.UserInfo;
import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Protocol;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.scp.SshEndpoint.SshTarget;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes on servers over ssh, as OpenSSH's scp does today: by SFTP, and by the old scp protocol
 * where a server does not have that. Nothing is connected yet.
 *
 * @param environment for the home directory and the agent
 * @param passphrases for keys, and for servers that ask for a password
 * @param messages for what a user should know of the connection and the server
 */
public record ScpProtocol(Environment environment, Passphrases passphrases, Messages messages)
    implements Protocol {

  private static final Logger LOG = LoggerFactory.getLogger(ScpProtocol.class);

  /**
   * The first that a server has is taken; all but the last are quick where the processor knows AES.
   */
  private static final String CIPHERS =
      "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,"
          + "chacha20-poly1305@openssh.com";

  /** A target comes decoded: a percent sign means itself, in a URL too, which is decoded again. */
  @Override
  public Location locate(String target) {
    return SshTarget.parse(target.matches("s(cp|ftp)://.*") ? target.replace("%", "%25") : target);
  }

  @Override
  public Uploader connect(Location location, Section section) {
    return choose(login(SshEndpoint.parse(location.endpoint()), section.timeout()));
  }

  /** SFTP where the server has it, else the old protocol. */
  private Uploader choose(SshConnection connection) {
    try {
      return new SftpUploader(connection, connection.within(connection::sftp), messages);
    } catch (SftpException | IOException e) {
      if (e instanceof InterruptedIOException || !connection.isAlive()) {
        connection.close();
        throw SshFailures.connecting(connection.host(), e);
      }
      LOG.debug(connection.host().display() + " has no SFTP; using the old scp protocol there");
      return new LegacyUploader(connection);
    }
  }

  /**
   * Connects and logs in.
   *
   * @param timeout how long to wait for each answer
   */
  private SshConnection login(SshEndpoint endpoint, Duration timeout) {
    List<SshHost> way = new ArrayList<>();
    findWay(endpoint, way, new ArrayList<>());
    SshHost host = way.get(way.size() - 1);
    SshConnection connection = new SshConnection(way, timeout);
    try {
      for (SshHost next : way) {
        connection.beginLogin();
        connection.add(open(next, connection));
      }
      connection.endLogin();
      return connection;
    } catch (JSchException | Failure e) {
      boolean silent = connection.isSilent();
      connection.abort();
      connection.close();
      throw silent
          ? SshFailures.silent(host, e)
          : e instanceof Failure failure ? failure : SshFailures.connecting(host, e);
    }
  }

  /**
   * The servers on the way, nearest first, and the server itself. The nearest may itself be behind
   * others; the next ones are reached from there, whatever the configuration says of them.
   */
  private void findWay(SshEndpoint endpoint, List<SshHost> way, List<SshEndpoint> asked) {
    if (asked.contains(endpoint)) {
      throw new ConfigurationFailure(
          "cannot reach " + asked.get(0) + ": ProxyJump leads in a circle by way of " + endpoint,
          "Correct ProxyJump in ~/.ssh/config.");
    }
    asked.add(endpoint);
    SshHost host = SshHost.resolve(endpoint, environment, messages);
    for (int i = 0; i < host.jumps().size(); i++) {
      if (i == 0) {
        findWay(host.jumps().get(0), way, asked);
      } else {
        way.add(SshHost.resolve(host.jumps().get(i), environment, messages));
      }
    }
    way.add(host);
  }

  private Session open(SshHost host, SshConnection connection) throws JSchException {
    Passphrases asking = host.batch() ? Passphrases.NONE : connection.pausing(passphrases);
    JSch jsch = new JSch();
    jsch.setInstanceLogger(new Slf4jLogger());
    KnownHosts known = KnownHosts.read(host, messages);
    jsch.setHostKeyRepository(known);
    Identities identities = new Identities(host, asking, messages);
    Session session = jsch.getSession(host.user(), host.address(), host.port());
    configure(session, host);
    if (!known.listsTheServer()) {
      // with no key to fall back to, what is wrong with a certificate is the reason
      session.setConfig("host_certificate_to_key_fallback", "no");
    }
    session.setIdentityRepository(identities);
    session.setUserInfo(new Prompter(host, asking));
    if (connection.isNew()) {
      session.setSocketFactory(connection);
    } else {
      session.setProxy(new JumpProxy(connection.session()));
    }
    LOG.debug("connecting to " + host.display());
    try {
      session.connect((int) connection.patience().toMillis());
      return session;
    } catch (Failure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new JSchException("what it sends cannot be understood", e); // and is beyond the library
    } catch (JSchHostKeyException e) {
      throw SshFailures.hostKey(host, known, jsch, session, e);
    } catch (JSchException e) {
      if (String.valueOf(e.getMessage()).startsWith("rejected HostKey")) {
        throw SshFailures.hostKey(host, known, jsch, session, e);
      }
      throw SshFailures.login(host, identities, e);
    }
  }

  private static void configure(Session session, SshHost host) {
    session.setConfig("StrictHostKeyChecking", "yes");
    session.setConfig("PreferredAuthentications", String.join(",", host.methods()));
    session.setConfig("cipher.c2s", CIPHERS);
    session.setConfig("cipher.s2c", CIPHERS);
    host.algorithms().forEach(session::setConfig);
    session.setConfig("compression.c2s", "none");
    session.setConfig("compression.s2c", "none");
    session.setConfig("MaxAuthTries", "20");
    session.setDaemonThread(true);
    if (!host.keyName().equals(host.address())) {
      session.setHostKeyAlias(host.keyName());
    }
  }

  /** Answers what a server asks at login, each question once. */
  private static final class Prompter implements UserInfo, UIKeyboardInteractive {

    private final SshHost host;
    private final Passphrases passphrases;
    private String password;
    private final Set<String> asked = new HashSet<>();

    Prompter(SshHost host, Passphrases passphrases) {
      this.host = host;
      this.passphrases = passphrases;
    }

    @Override
    public boolean promptPassword(String message) {
      password = ask("password of " + host.display());
      return password != null;
    }

    @Override
    public String getPassword() {
      return password;
    }

    @Override
    public String[] promptKeyboardInteractive(
        String destination, String name, String instruction, String[] prompt, boolean[] echo) {
      String[] answers = new String[prompt.length];
      for (int i = 0; i < prompt.length; i++) {
        answers[i] = ask(host.display() + ": " + prompt[i].strip());
        if (answers[i] == null) {
          return null;
        }
      }
      return answers;
    }

    /** Keys open themselves. */
    @Override
    public boolean promptPassphrase(String message) {
      return false;
    }

    @Override
    public String getPassphrase() {
      return null;
    }

    /** Nothing is agreed to on the user's behalf. */
    @Override
    public boolean promptYesNo(String message) {
      return false;
    }

    @Override
    public void showMessage(String message) {
      LOG.debug(message.strip());
    }

    /** The answer; null when nobody can be asked, or it was not good enough before. */
    private String ask(String what) {
      if (!asked.add(what)) {
        return null;
      }
      Optional<char[]> answer = passphrases.ask(what);
      if (answer.isEmpty()) {
        return null;
      }
      String text = String.valueOf(answer.get());
      Arrays.fill(answer.get(), '\0');
      return text;
    }
  }

  /** Reaches a server through another one, as ProxyJump of ssh does. */
  private static final class JumpProxy implements Proxy {

    private final Session jump;
    private Channel channel;
    private InputStream input;
    private OutputStream output;

    JumpProxy(Session jump) {
      this.jump = jump;
    }

    @Override
    public void connect(SocketFactory factory, String host, int port, int timeout)
        throws IOException, JSchException {
      channel = jump.getStreamForwarder(host, port);
      input = channel.getInputStream();
      output = channel.getOutputStream();
      channel.connect(timeout);
    }

    @Override
    public InputStream getInputStream() {
      return input;
    }

    @Override
    public OutputStream getOutputStream() {
      return output;
    }

    /** None: deadlines are those of the watchdog. */
    @Override
    public Socket getSocket() {
      return null;
    }

    @Override
    public void close() {
      if (channel != null) {
        channel.disconnect();
      }
    }
  }
}
