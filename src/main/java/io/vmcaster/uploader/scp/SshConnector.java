package io.vmcaster.uploader.scp;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JSchHostKeyException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.Slf4jLogger;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Passphrases;
import io.vmcaster.context.Watchdog;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs in at servers, through others where the configuration says so. */
final class SshConnector {

  private static final Logger LOG = LoggerFactory.getLogger(SshConnector.class);

  /**
   * The first that a server has is taken; all but the last are quick where the processor knows AES.
   */
  private static final String CIPHERS =
      "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,"
          + "chacha20-poly1305@openssh.com";

  private final Environment environment;
  private final Passphrases passphrases;
  private final Messages messages;

  SshConnector(Environment environment, Passphrases passphrases, Messages messages) {
    this.environment = environment;
    this.passphrases = passphrases;
    this.messages = messages;
  }

  /**
   * Connects and logs in.
   *
   * @param timeout how long to wait for each answer
   */
  SshConnection connect(SshEndpoint endpoint, Duration timeout) {
    List<SshHost> way = new ArrayList<>();
    findWay(endpoint, way, new ArrayList<>());
    SshHost host = way.get(way.size() - 1);
    Duration patience = host.connectTimeout().orElse(timeout);
    AtomicReference<Watchdog> holder = new AtomicReference<>();
    Sockets sockets = new Sockets(patience, () -> holder.get().progress());
    Watchdog watchdog = new Watchdog(timeout, sockets::abort);
    holder.set(watchdog);
    List<Session> sessions = new ArrayList<>();
    try {
      for (SshHost next : way) {
        beginLogin(watchdog, patience);
        sessions.add(open(next, sessions, sockets, patience, pausing(watchdog, patience)));
      }
      for (Session session : sessions) {
        // then JSch asks whether the server lives; its answer is none to what a step asks
        session.setTimeout((int) timeout.multipliedBy(2).toMillis());
      }
      watchdog.end();
    } catch (JSchException | Failure e) {
      watchdog.close();
      sockets.abort();
      throw watchdog.hasBitten()
          ? SshFailures.silent(host, e)
          : e instanceof Failure failure ? failure : SshFailures.connecting(host, e);
    }
    return new SshConnection(host, sessions, sockets, timeout, watchdog);
  }

  /** JSch itself ends a silence here; it has nothing against a server that drips. */
  private static void beginLogin(Watchdog watchdog, Duration patience) {
    watchdog.begin(SshConnection.longest(patience), SshConnection.longest(patience));
  }

  /** Waiting for a person is not waiting for a server. */
  private Passphrases pausing(Watchdog watchdog, Duration patience) {
    return what -> {
      watchdog.end();
      try {
        return passphrases.ask(what);
      } finally {
        beginLogin(watchdog, patience);
      }
    };
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

  private Session open(
      SshHost host, List<Session> before, Sockets sockets, Duration timeout, Passphrases asking)
      throws JSchException {
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
    if (before.isEmpty()) {
      session.setSocketFactory(sockets);
    } else {
      session.setProxy(new JumpProxy(before.get(before.size() - 1)));
    }
    LOG.debug("connecting to " + host.display());
    try {
      session.connect((int) timeout.toMillis());
      return session;
    } catch (Failure e) {
      throw e;
    } catch (RuntimeException e) {
      throw new JSchException("what it sends makes no sense", e); // and is beyond the library
    } catch (JSchHostKeyException e) {
      throw HostKeyFailures.of(host, known, jsch, session, e);
    } catch (JSchException e) {
      if (String.valueOf(e.getMessage()).startsWith("rejected HostKey")) {
        throw HostKeyFailures.of(host, known, jsch, session, e);
      }
      throw SshFailures.login(host, identities, e);
    }
  }

  private static void configure(Session session, SshHost host) {
    session.setConfig("StrictHostKeyChecking", "yes");
    session.setConfig("PreferredAuthentications", "publickey,keyboard-interactive,password");
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
}
