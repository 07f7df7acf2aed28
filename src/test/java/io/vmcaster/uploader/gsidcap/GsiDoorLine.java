package io.vmcaster.uploader.gsidcap;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** The door's end of a GSI tunnel, over its end of a plain line. */
final class GsiDoorLine implements DoorLine {
  private final PlainDoorLine line;
  private final SSLEngine engine;
  private final ControlLine.LineBuffer lines = new ControlLine.LineBuffer(1 << 16);
  private final ByteBuffer clear = ByteBuffer.allocate(1 << 17);
  private ByteBuffer arrived = ByteBuffer.allocate(0);

  private GsiDoorLine(PlainDoorLine line, SSLEngine engine) {
    this.line = line;
    this.engine = engine;
  }

  /** Shakes hands, and waits for the client's word on delegation. */
  static GsiDoorLine accept(PlainDoorLine line, SSLEngine engine) throws IOException {
    GsiDoorLine gsi = new GsiDoorLine(line, engine);
    gsi.handshake();
    while (gsi.clear.position() == 0) {
      gsi.decryptToken();
    }
    byte word = gsi.clear.flip().get();
    gsi.clear.clear();
    if (word != '0') {
      throw new IOException("the client wants something else than no delegation: " + word);
    }
    return gsi;
  }

  private void handshake() throws IOException {
    engine.beginHandshake();
    ByteBuffer flight = ByteBuffer.allocate(1 << 16);
    HandshakeStatus next = engine.getHandshakeStatus();
    while (next != HandshakeStatus.NOT_HANDSHAKING && next != HandshakeStatus.FINISHED) {
      if (next == HandshakeStatus.NEED_TASK) {
        engine.getDelegatedTask().run();
        next = engine.getHandshakeStatus();
      } else if (next == HandshakeStatus.NEED_WRAP) {
        next = wrap(ByteBuffer.allocate(0), flight);
      } else {
        sendToken(flight);
        next = unwrap();
      }
    }
    sendToken(flight);
  }

  private HandshakeStatus unwrap() throws IOException {
    try {
      SSLEngineResult result = engine.unwrap(arrived, clear);
      if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
        readToken();
      }
      return result.getHandshakeStatus();
    } catch (SSLException e) {
      sendAlert();
      throw e;
    }
  }

  private HandshakeStatus wrap(ByteBuffer source, ByteBuffer flight) throws IOException {
    try {
      return engine.wrap(source, flight).getHandshakeStatus();
    } catch (SSLException e) {
      sendAlert();
      throw e;
    }
  }

  private void sendAlert() throws IOException {
    ByteBuffer alert = ByteBuffer.allocate(1 << 16);
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
        && engine.wrap(ByteBuffer.allocate(0), alert).getStatus() == Status.OK) {
      // until all is said
    }
    sendToken(alert);
  }

  private void sendToken(ByteBuffer bytes) throws IOException {
    bytes.flip();
    if (bytes.hasRemaining()) {
      byte[] token = new byte[bytes.remaining()];
      bytes.get(token);
      line.send("enc " + Base64.getEncoder().encodeToString(token));
    }
    bytes.clear();
  }

  private void readToken() throws IOException {
    String text = line.read();
    if (text == null) {
      throw new EOFException("the client closed");
    }
    if (!text.startsWith("enc ")) {
      throw new IOException("not a token: " + text);
    }
    byte[] token = Base64.getDecoder().decode(text.substring(4).strip());
    ByteBuffer more = ByteBuffer.allocate(arrived.remaining() + token.length);
    arrived = more.put(arrived).put(token).flip();
  }

  private void decryptToken() throws IOException {
    if (!arrived.hasRemaining()) {
      readToken();
    }
    SSLEngineResult result = engine.unwrap(arrived, clear);
    if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
      readToken();
    } else if (result.getStatus() == Status.CLOSED) {
      throw new EOFException("the client closed the tunnel");
    }
  }

  @Override
  public String read() throws IOException {
    Optional<String> next = lines.next();
    while (next.isEmpty()) {
      try {
        decryptToken();
      } catch (EOFException e) {
        return null;
      }
      lines.add(clear.array(), 0, clear.position());
      clear.clear();
      next = lines.next();
    }
    return next.get();
  }

  @Override
  public synchronized void send(String text) throws IOException {
    ByteBuffer source = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    ByteBuffer record = ByteBuffer.allocate(1 << 16);
    while (source.hasRemaining()) {
      engine.wrap(source, record);
      all.write(record.array(), 0, record.position());
      record.clear();
    }
    line.send("enc " + Base64.getEncoder().encodeToString(all.toByteArray()));
  }

  @Override
  public void close() throws IOException {
    line.close();
  }
}
