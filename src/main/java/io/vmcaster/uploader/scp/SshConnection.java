package io.vmcaster.uploader.scp;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import com.jcraft.jsch.SocketFactory;
import io.vmcaster.context.Passphrases;
import io.vmcaster.context.Watchdog;
import io.vmcaster.error.Failure;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A connection to a server over which channels are opened; used by one thread. JSch has no
 * deadlines for answers: each step runs under a watchdog that cuts the connection. Its socket is
 * made here, so that each address is tried, and that it is known when the server answers.
 */
final class SshConnection implements AutoCloseable, SocketFactory {
  /** By what a server is known, for {@link io.vmcaster.uploader.Uploader#identification}. */
  static final String IDENTIFICATION = "its host key is known";

  /** A server that answers may take so much longer for a step than it may be silent. */
  private static final int LONGER = 10;

  /** Pieces under way at once: enough to keep a fast line with long ways busy. */
  private static final int BULK = 128;

  private static final int BUFFER = 1 << 18;

  private final SshHost host;
  private final Line line;
  private final Duration timeout;
  private final Duration patience;
  private final Watchdog watchdog;
  private final List<Session> sessions = new ArrayList<>();
  private volatile Socket socket;

  /**
   * Nothing is connected yet.
   *
   * @param way the servers to go through, nearest first, and the server itself
   * @param timeout how long the server may be silent
   */
  SshConnection(List<SshHost> way, Duration timeout) {
    this.host = way.get(way.size() - 1);
    this.line = way.get(0).line();
    this.timeout = timeout;
    this.patience = host.connectTimeout().orElse(timeout);
    this.watchdog = new Watchdog(timeout, this::abort);
  }

  SshHost host() {
    return host;
  }

  /** A file there, for messages. */
  String where(String path) {
    return host.name() + ":" + path;
  }

  /** The connection broke, or nothing came; it is not used again. */
  Failure broken(String verb, String path, Exception e) {
    abort();
    return SshFailures.broken(host, "cannot " + verb + " " + where(path), e);
  }

  /** How long a step may take. */
  Duration longest() {
    return timeout.multipliedBy(LONGER);
  }

  /** How long a server may be silent while we log in. */
  Duration patience() {
    return patience;
  }

  /** A login begins. JSch itself ends a silence; it has nothing against a server that drips. */
  void beginLogin() {
    Duration longest = patience.multipliedBy(LONGER);
    watchdog.begin(longest, longest);
  }

  /** Waiting for a person is not waiting for a server. */
  Passphrases pausing(Passphrases passphrases) {
    return what -> {
      watchdog.end();
      try {
        return passphrases.ask(what);
      } finally {
        beginLogin();
      }
    };
  }

  /** Goes on over a server where we are logged in; the last is the server itself. */
  void add(Session session) {
    sessions.add(session);
  }

  /** All logins are done. */
  void endLogin() throws JSchException {
    for (Session session : sessions) {
      // then JSch asks whether the server lives; its answer is none to what a step asks
      session.setTimeout((int) timeout.multipliedBy(2).toMillis());
    }
    watchdog.end();
  }

  /** Whether a server was silent for too long. */
  boolean isSilent() {
    return watchdog.hasBitten();
  }

  /**
   * Runs a step.
   *
   * @throws SocketTimeoutException when the server was silent, or took too long
   * @throws IOException when the server refuses a channel, or what it sends is beyond JSch; the
   *     cause is then JSch's
   */
  <T> T within(Callable<T> step) throws IOException, SftpException {
    watchdog.begin(timeout, longest());
    try {
      return step.call();
    } catch (Failure e) {
      throw e;
    } catch (Exception e) {
      if (watchdog.hasBitten()) {
        SocketTimeoutException silent = new SocketTimeoutException("no answer in time");
        silent.initCause(e);
        throw silent;
      }
      if (e instanceof SftpException refusal) {
        throw refusal;
      }
      if (e instanceof IOException failed) {
        throw failed;
      }
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      boolean odd = e instanceof RuntimeException;
      throw new IOException(
          odd ? "the server's answer cannot be understood" : "the connection was closed", e);
    } finally {
      watchdog.end();
    }
  }

  /**
   * Opens a channel for files.
   *
   * @throws JSchException when the server has no SFTP
   */
  ChannelSftp sftp() throws JSchException {
    ChannelSftp channel = (ChannelSftp) session().openChannel("sftp");
    channel.setBulkRequests(BULK);
    channel.connect(millis());
    return channel;
  }

  /** How long the server may be silent, in milliseconds. */
  int millis() {
    return (int) timeout.toMillis();
  }

  /** Whether the server is still there, as far as is known. */
  boolean isAlive() {
    return !watchdog.hasBitten() && !socket.isClosed() && session().isConnected();
  }

  /** The server that was reached last. */
  Session session() {
    return sessions.get(sessions.size() - 1);
  }

  /** Whether no server has been reached. */
  boolean isNew() {
    return sessions.isEmpty();
  }

  @Override
  public Socket createSocket(String name, int port) throws IOException {
    IOException last = new IOException("the name has no address");
    for (InetAddress address : line.addresses(name)) {
      socket = new Socket();
      try {
        line.connect(socket, address, port, patience);
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw last;
  }

  @Override
  public InputStream getInputStream(Socket opened) throws IOException {
    return new BufferedInputStream(
        new FilterInputStream(opened.getInputStream()) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            watchdog.progress();
            return count;
          }
        },
        BUFFER);
  }

  @Override
  public OutputStream getOutputStream(Socket opened) throws IOException {
    return opened.getOutputStream();
  }

  /** Cuts the connection at once, without another word to the server, whoever waits on it. */
  void abort() {
    Socket opened = socket;
    try {
      if (opened != null) {
        opened.close();
      }
    } catch (IOException e) {
      // It is gone either way.
      return;
    }
  }

  @Override
  public void close() {
    watchdog.begin();
    for (int i = sessions.size() - 1; i >= 0; i--) {
      sessions.get(i).disconnect();
    }
    abort();
    watchdog.close();
  }

  /**
   * Between which addresses a connection is made.
   *
   * @param family {@code inet}, {@code inet6} or {@code any}
   * @param bindAddress an address of this machine to connect from
   * @param bindInterface a network interface of this machine to connect from
   */
  record Line(String family, Optional<String> bindAddress, Optional<String> bindInterface) {

    /** Connects to an address. */
    void connect(Socket socket, InetAddress address, int port, Duration patience)
        throws IOException {
      Optional<InetAddress> source = source(address);
      if (source.isPresent()) {
        try {
          socket.bind(new InetSocketAddress(source.get(), 0));
        } catch (IOException e) {
          throw refused("from " + source.get().getHostAddress(), String.valueOf(e.getMessage()));
        }
      }
      socket.connect(new InetSocketAddress(address, port), (int) patience.toMillis());
    }

    /**
     * The addresses of a name that may be connected to.
     *
     * @throws java.net.UnknownHostException when it has none at all
     * @throws ConnectException when it has none of the family
     */
    List<InetAddress> addresses(String name) throws IOException {
      List<InetAddress> addresses = new ArrayList<>(List.of(InetAddress.getAllByName(name)));
      addresses.removeIf(
          address -> !family.equals("any") && family.equals("inet6") == isOld(address));
      if (addresses.isEmpty()) {
        throw new ConnectException(
            "the name has no address of the AddressFamily " + family + " of the ssh configuration");
      }
      return addresses;
    }

    private static boolean isOld(InetAddress address) {
      return address instanceof Inet4Address;
    }

    private Optional<InetAddress> source(InetAddress to) throws IOException {
      List<InetAddress> ours = new ArrayList<>();
      String asked = "";
      if (bindAddress.isPresent()) {
        asked = "BindAddress " + bindAddress.get();
        ours.addAll(List.of(InetAddress.getAllByName(bindAddress.get())));
      } else if (bindInterface.isPresent()) {
        asked = "BindInterface " + bindInterface.get();
        NetworkInterface found = NetworkInterface.getByName(bindInterface.get());
        if (found != null) {
          found.getInetAddresses().asIterator().forEachRemaining(ours::add);
        }
      } else {
        return Optional.empty();
      }
      ours.removeIf(address -> isOld(address) != isOld(to));
      if (ours.isEmpty()) {
        throw refused(asked, "it has no address to reach " + to.getHostAddress() + " from");
      }
      return Optional.of(ours.get(0));
    }

    private static ConnectException refused(String asked, String why) {
      return new ConnectException(asked + ", as the ssh configuration says: " + why);
    }
  }
}
