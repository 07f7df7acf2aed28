package io.vmcaster.uploader.gsidcap;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Timeouts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLProtocolException;
import javax.net.ssl.SSLSocket;

/**
 * Lines through the GSI tunnel. What is not protected is never said: a tunnel that cannot be built,
 * or breaks in an odd way, ends the conversation.
 */
final class GsiLine extends ControlLine {
  private static final int LINE_LIMIT = 1 << 16;
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /** Asks the door for no proxy of its own: the credential stays here. */
  private static final byte[] NO_DELEGATION = {'0'};

  private final Tunnel tunnel;
  private final SSLSocket tls;
  private final String door;
  private final String shown;
  private boolean answered;

  /**
   * Builds the tunnel.
   *
   * @param context whom to trust, and what the door is shown of us
   * @param shown that in words, such as {@code "the proxy /home/me/proxy"}
   * @throws TrustFailure when one side is not who was expected
   */
  GsiLine(ControlLine line, SSLContext context, ServerUrl door, String shown, Timeouts timeouts)
      throws IOException {
    super(LINE_LIMIT);
    this.door = door.endpoint();
    this.shown = shown;
    this.tunnel = new Tunnel(line);
    this.tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(tunnel, door.host(), door.port(), false);
    tls.setEnabledProtocols(VERSIONS);
    tunnel.patience(timeouts.answer(), timeouts.answer().multipliedBy(2));
    try {
      tls.startHandshake();
    } catch (IOException e) {
      throw judged(e);
    }
    sendBytes(NO_DELEGATION);
  }

  @Override
  void sendBytes(byte[] bytes) throws IOException {
    try {
      tls.getOutputStream().write(bytes);
      tunnel.send();
    } catch (IOException e) {
      throw judged(e);
    }
  }

  @Override
  Optional<String> receive(Duration wait) throws IOException {
    Optional<String> line = super.receive(wait);
    answered |= line.isPresent();
    return line;
  }

  @Override
  byte[] receiveBytes(Duration wait) throws IOException {
    tunnel.patience(wait, wait);
    byte[] bytes = new byte[LINE_LIMIT];
    try {
      int count = tls.getInputStream().read(bytes);
      if (count < 0) {
        throw new EOFException("the door closed the tunnel");
      }
      return Arrays.copyOf(bytes, count);
    } catch (SocketTimeoutException e) {
      return new byte[0];
    } catch (IOException e) {
      throw judged(e);
    }
  }

  /** A door that dislikes our certificate may say so only after the handshake, or just go. */
  private IOException judged(IOException told) {
    IOException e = tunnel.reason(told);
    boolean early = !answered && !(e instanceof SocketTimeoutException);
    if (early || e instanceof SSLException) {
      throw distrust(e);
    }
    return e;
  }

  private TrustFailure distrust(IOException e) {
    Optional<CertificateException> doubt = Failure.cause(e, CertificateException.class);
    if (doubt.isPresent()) {
      return new TrustFailure(
          "the door " + door + " is not trusted: " + doubt.get().getMessage(),
          "Nothing was sent. Ask the site's administrators, or check the trust anchors.",
          e);
    }
    String said = String.valueOf(e.getMessage());
    if (!(e instanceof SSLException) || said.contains("fatal alert")) {
      return new TrustFailure(
          "the door " + door + " does not accept " + shown + ": " + alert(e, said),
          "Check that its authority is known there and that its name may write there.",
          e);
    }
    return new TrustFailure(
        "the door " + door + " cannot prove who it is: " + said,
        "Nothing was sent. Check host and port; this may be an impostor.",
        e);
  }

  private static String alert(IOException e, String said) {
    int colon = said.lastIndexOf(": ");
    return e instanceof SSLException
        ? "it says \"" + said.substring(colon + (colon < 0 ? 1 : 2)).replace('_', ' ') + "\""
        : "it closed the connection instead of an answer";
  }

  @Override
  InetAddress localAddress() throws IOException {
    return tunnel.line.localAddress();
  }

  @Override
  public void close() {
    tunnel.line.close();
  }

  /**
   * What Java's TLS takes for a socket: bytes travel as lines of {@code enc} and base64. What TLS
   * says until it waits for the other side is one line: doors want each turn of the handshake so.
   */
  private static final class Tunnel extends Socket {
    private static final String PREFIX = "enc ";

    private final ControlLine line;
    private final ByteArrayOutputStream leaving = new ByteArrayOutputStream();
    private InputStream arrived = InputStream.nullInputStream();
    private Duration wait = Duration.ZERO;
    private Deadline deadline = Deadline.in(wait);
    private boolean asked;
    private Exception failure;

    Tunnel(ControlLine line) {
      this.line = line;
    }

    /** How long to wait for each line, and for all until this is called again. */
    void patience(Duration each, Duration all) {
      wait = each;
      deadline = Deadline.in(all);
      asked = false;
      failure = null;
    }

    /** Sends what TLS has said, if anything. */
    void send() throws IOException {
      if (leaving.size() > 0) {
        String text = Base64.getEncoder().encodeToString(leaving.toByteArray());
        leaving.reset();
        line.send(PREFIX + text);
      }
    }

    /** Why TLS failed: what the line says counts more than what TLS makes of it. */
    IOException reason(IOException told) {
      if (failure instanceof RuntimeException own) {
        throw own;
      }
      try {
        send(); // an alert, which tells the other side why this one goes away
      } catch (IOException e) {
        told.addSuppressed(e); // it will notice
      }
      return failure instanceof IOException own ? own : told;
    }

    private int receive(byte[] bytes, int offset, int length) throws IOException {
      try {
        while (length > 0 && arrived.available() == 0) {
          send();
          arrived = new ByteArrayInputStream(next());
        }
      } catch (IOException | RuntimeException e) {
        failure = e;
        throw e;
      }
      return arrived.read(bytes, offset, length);
    }

    private byte[] next() throws IOException {
      if (asked && deadline.passed()) {
        throw new SocketTimeoutException("it sends lines, but no handshake");
      }
      asked = true;
      Duration left = deadline.remaining();
      String text =
          line.receive(left.compareTo(wait) < 0 ? left : wait)
              .orElseThrow(() -> new SocketTimeoutException("no answer"));
      try {
        if (text.startsWith(PREFIX)) {
          return Base64.getDecoder().decode(text.substring(PREFIX.length()).strip());
        }
      } catch (IllegalArgumentException e) {
        // said below
      }
      throw new SSLProtocolException("it does not speak the tunnel's protocol");
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public OutputStream getOutputStream() {
      return leaving;
    }

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          return receive(bytes, offset, length);
        }
      };
    }
  }
}
