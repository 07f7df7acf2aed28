package io.vmcaster.uploader.gsidcap;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLProtocolException;

/** Carries the bytes of TLS over a line of text: each piece is a line of {@code enc} and base64. */
final class TokenStream implements Closeable {
  private static final String PREFIX = "enc ";

  private final PlainLine line;

  TokenStream(PlainLine line) {
    this.line = line;
  }

  /** Sends what a buffer holds, and empties it; nothing for an empty one. */
  void send(ByteBuffer bytes) throws IOException {
    bytes.flip();
    if (bytes.hasRemaining()) {
      byte[] token = new byte[bytes.remaining()];
      bytes.get(token);
      line.send(PREFIX + Base64.getEncoder().encodeToString(token));
    }
    bytes.clear();
  }

  /**
   * Waits for a piece.
   *
   * @throws SSLProtocolException when the other side sends anything else
   */
  Optional<byte[]> receive(Duration wait) throws IOException {
    Optional<String> text = line.receive(wait);
    return text.isEmpty() ? Optional.empty() : Optional.of(decode(text.get()));
  }

  private static byte[] decode(String text) throws SSLProtocolException {
    try {
      if (text.startsWith(PREFIX)) {
        return Base64.getDecoder().decode(text.substring(PREFIX.length()).strip());
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new SSLProtocolException("it does not speak the language of the tunnel");
  }

  PlainLine line() {
    return line;
  }

  @Override
  public void close() {
    line.close();
  }
}
