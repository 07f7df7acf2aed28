package io.vmcaster.uploader.gsidcap;

import io.vmcaster.error.Failure.TrustFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/**
 * Lines through the GSI tunnel. What is not protected is never said: a tunnel that cannot be built,
 * or breaks in an odd way, ends the conversation.
 */
final class GsiLine implements ControlLine {
  private static final int LINE_LIMIT = 1 << 16;

  /** Asks the door for no proxy of its own: the credential stays here. */
  private static final byte[] NO_DELEGATION = {'0'};

  private final TokenStream tokens;
  private final Tls tls;
  private final String door;
  private final String shown;
  private final LineBuffer lines = new LineBuffer(LINE_LIMIT);
  private boolean answered;

  private GsiLine(PlainLine line, SSLEngine engine, String door, String shown) {
    this.tokens = new TokenStream(line);
    this.tls = new Tls(engine, tokens);
    this.door = door;
    this.shown = shown;
  }

  /**
   * Builds the tunnel.
   *
   * @param shown what the door is shown of us, such as {@code "the proxy /home/me/proxy"}
   * @throws TrustFailure when one side is not who was expected
   */
  static GsiLine through(PlainLine line, SSLEngine engine, String door, String shown, Duration wait)
      throws IOException {
    GsiLine gsi = new GsiLine(line, engine, door, shown);
    try {
      gsi.tls.handshake(wait);
      gsi.tls.send(NO_DELEGATION);
      return gsi;
    } catch (IOException e) {
      throw gsi.judged(e);
    }
  }

  @Override
  public void send(String line) throws IOException {
    try {
      tls.send((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw judged(e);
    }
  }

  @Override
  public Optional<String> receive(Duration wait) throws IOException {
    Deadline deadline = Deadline.in(wait);
    Optional<String> line = lines.next();
    while (line.isEmpty() && !deadline.passed()) {
      byte[] bytes = decrypted(deadline.remaining());
      lines.add(bytes, 0, bytes.length);
      line = lines.next();
    }
    answered |= line.isPresent();
    return line;
  }

  private byte[] decrypted(Duration wait) throws IOException {
    try {
      return tls.receive(wait).orElse(new byte[0]);
    } catch (IOException e) {
      throw judged(e);
    }
  }

  /** A door that dislikes our certificate may say so only after the handshake, or just go. */
  private IOException judged(IOException e) {
    boolean early = !answered && !(e instanceof SocketTimeoutException);
    if (early || e instanceof SSLException) {
      throw distrust(e);
    }
    return e;
  }

  private TrustFailure distrust(IOException e) {
    Throwable root = e;
    while (root.getCause() != null && !(root instanceof CertificateException)) {
      root = root.getCause();
    }
    if (root instanceof CertificateException) {
      return new TrustFailure(
          "the door " + door + " is not trusted: " + root.getMessage(),
          "Nothing was sent. Ask the site's administrators, or check the trust anchors.",
          e);
    }
    if (isRefusalOfUs(e)) {
      return new TrustFailure(
          "the door " + door + " does not accept " + shown + ": " + alert(e),
          "Check that its authority is known there and that its name may write there.",
          e);
    }
    return new TrustFailure(
        "the door " + door + " cannot prove who it is: " + e.getMessage(),
        "Nothing was sent. Check host and port; this may be an impostor.",
        e);
  }

  private boolean isRefusalOfUs(IOException e) {
    return !(e instanceof SSLException) || String.valueOf(e.getMessage()).contains("fatal alert");
  }

  private static String alert(IOException e) {
    String text = String.valueOf(e.getMessage());
    int colon = text.lastIndexOf(": ");
    return !(e instanceof SSLException)
        ? "it closed the connection instead of an answer"
        : "it says \"" + text.substring(colon + (colon < 0 ? 1 : 2)).replace('_', ' ') + "\"";
  }

  @Override
  public InetAddress localAddress() throws IOException {
    return tokens.line().localAddress();
  }

  @Override
  public void close() {
    tokens.close();
  }
}
