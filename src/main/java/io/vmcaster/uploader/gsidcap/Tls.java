package io.vmcaster.uploader.gsidcap;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/** TLS over a stream of tokens. Each turn of the handshake is one token. */
final class Tls {
  private final SSLEngine engine;
  private final TokenStream tokens;
  private ByteBuffer arrived;
  private final ByteBuffer clear;
  private ByteBuffer leaving;

  Tls(SSLEngine engine, TokenStream tokens) {
    this.engine = engine;
    this.tokens = tokens;
    int record = engine.getSession().getPacketBufferSize();
    this.arrived = ByteBuffer.allocate(2 * record).flip();
    this.leaving = ByteBuffer.allocate(2 * record);
    this.clear = ByteBuffer.allocate(2 * engine.getSession().getApplicationBufferSize());
  }

  /**
   * Shakes hands.
   *
   * @param wait for each answer of the other side
   */
  void handshake(Duration wait) throws IOException {
    engine.beginHandshake();
    Deadline whole = Deadline.in(wait.multipliedBy(2));
    HandshakeStatus next = engine.getHandshakeStatus();
    while (next != HandshakeStatus.NOT_HANDSHAKING && next != HandshakeStatus.FINISHED) {
      if (whole.passed()) {
        throw new SocketTimeoutException("the handshake does not end");
      }
      next = step(next, wait);
    }
    tokens.send(leaving);
  }

  private HandshakeStatus step(HandshakeStatus next, Duration wait) throws IOException {
    switch (next) {
      case NEED_WRAP -> {
        return wrap(ByteBuffer.allocate(0));
      }
      case NEED_TASK -> {
        runTasks();
        return engine.getHandshakeStatus();
      }
      default -> {
        tokens.send(leaving);
        return unwrapMore(wait);
      }
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  private HandshakeStatus wrap(ByteBuffer source) throws IOException {
    try {
      SSLEngineResult result = engine.wrap(source, leaving);
      if (result.getStatus() == Status.BUFFER_OVERFLOW) {
        leaving = ByteBuffer.allocate(2 * leaving.capacity()).put(leaving.flip());
      }
      return result.getHandshakeStatus();
    } catch (SSLException e) {
      sayWhy();
      throw e;
    }
  }

  private HandshakeStatus unwrapMore(Duration wait) throws IOException {
    SSLEngineResult result = unwrap();
    if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
      add(tokens.receive(wait).orElseThrow(() -> new SocketTimeoutException("no answer")));
    }
    return result.getHandshakeStatus();
  }

  private SSLEngineResult unwrap() throws IOException {
    try {
      SSLEngineResult result = engine.unwrap(arrived, clear);
      if (result.getStatus() == Status.CLOSED) {
        throw new EOFException("the door closed the tunnel");
      }
      return result;
    } catch (SSLException e) {
      sayWhy();
      throw e;
    }
  }

  /** Tells the other side with an alert why this one goes away. */
  private void sayWhy() {
    try {
      for (int i = 0; i < 5 && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP; i++) {
        engine.wrap(ByteBuffer.allocate(0), leaving);
      }
      tokens.send(leaving);
    } catch (IOException e) {
      // it will notice
    }
  }

  private void add(byte[] bytes) {
    ByteBuffer more = ByteBuffer.allocate(arrived.remaining() + bytes.length);
    arrived = more.put(arrived).put(bytes).flip();
  }

  /** Encrypts and sends bytes as one token. */
  void send(byte[] bytes) throws IOException {
    ByteBuffer source = ByteBuffer.wrap(bytes);
    while (source.hasRemaining()) {
      wrap(source);
    }
    tokens.send(leaving);
  }

  /**
   * Waits for a token, and decrypts it.
   *
   * @return what was in it, possibly nothing; empty when none came in time
   */
  Optional<byte[]> receive(Duration wait) throws IOException {
    Optional<byte[]> token = tokens.receive(wait);
    if (token.isEmpty()) {
      return token;
    }
    add(token.get());
    return Optional.of(decrypt());
  }

  private byte[] decrypt() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Status status = Status.OK;
    while (arrived.hasRemaining() && status != Status.BUFFER_UNDERFLOW) {
      SSLEngineResult result = unwrap();
      status = result.getStatus();
      all.writeBytes(taken());
      if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
        runTasks();
      } else if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
        wrap(ByteBuffer.allocate(0));
        tokens.send(leaving);
      }
    }
    return all.toByteArray();
  }

  private byte[] taken() {
    byte[] bytes = new byte[clear.flip().remaining()];
    clear.get(bytes).clear();
    return bytes;
  }
}
