package io.vmcaster.uploader.scp;

import io.vmcaster.context.RemoteFile;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Speaks SFTP version 3 over a channel. Requests are sent without waiting for the answers to those
 * before; each answer is fetched by the number of its request. Used by one thread.
 */
final class SftpClient implements AutoCloseable {

  /** What every server takes at once (section 3 of the draft). */
  private static final int SAFE_CHUNK = 32 * 1024;

  private static final int LARGEST_CHUNK = 255 * 1024;
  private static final int LARGEST_PACKET = 1 << 20;
  private static final int OUR_VERSION = 3;

  private final SshChannel channel;
  private final DataInputStream input;
  private final Map<Integer, SftpReply> early = new HashMap<>();
  private final Map<String, String> extensions = new HashMap<>();
  private int lastId;
  private int writeChunk = SAFE_CHUNK;
  private int readChunk = SAFE_CHUNK;

  /**
   * Greets the server.
   *
   * @throws IOException when what is there does not speak SFTP
   */
  SftpClient(SshChannel channel) throws IOException {
    this.channel = channel;
    this.input = new DataInputStream(channel.input());
    send(new SftpRequest(SftpRequest.INIT, OUR_VERSION));
    SftpReply version = receive();
    if (version.type() != SftpReply.VERSION || version.id() < OUR_VERSION) {
      throw new IOException("the server does not speak SFTP as we know it");
    }
    while (version.hasMore()) {
      extensions.put(version.text(), version.text());
    }
    askLimits();
  }

  /** Whether the server offers an extension of OpenSSH. */
  boolean has(String extension) {
    return extensions.containsKey(extension);
  }

  /** How many bytes to write with one request. */
  int writeChunk() {
    return writeChunk;
  }

  /** How many bytes to ask for with one request. */
  int readChunk() {
    return readChunk;
  }

  SshChannel channel() {
    return channel;
  }

  /** The number of the request that was begun last. */
  int lastId() {
    return lastId;
  }

  /** Begins a request. */
  SftpRequest request(int type) {
    return new SftpRequest(type, ++lastId);
  }

  /** Begins a request of an extension. */
  SftpRequest extended(String name) {
    return request(SftpRequest.EXTENDED).text(name);
  }

  /** Sends a request and waits for its answer. */
  SftpReply ask(SftpRequest request) throws IOException {
    int id = lastId;
    send(request);
    return await(id);
  }

  /** Sends a request that is answered by a status, and insists on success. */
  void command(SftpRequest request) throws IOException, SftpStatus {
    requireOk(ask(request));
  }

  /** Sends a request that is answered by a handle. */
  byte[] open(SftpRequest request) throws IOException, SftpStatus {
    return expect(SftpReply.HANDLE, ask(request)).bytes();
  }

  /** What is at a path, links followed. */
  Optional<RemoteFile> stat(String path) throws IOException, SftpStatus {
    SftpReply reply = ask(request(SftpRequest.STAT).text(path));
    return Optional.ofNullable(expect(SftpReply.ATTRS, reply).file());
  }

  /** Forgets a handle; the server's answer is awaited and its complaint handed on. */
  void close(byte[] handle) throws IOException, SftpStatus {
    command(request(SftpRequest.CLOSE).bytes(handle));
  }

  /** Sends a request without waiting for anything. */
  void send(SftpRequest request) throws IOException {
    post(request, new byte[0], 0, 0);
    channel.flush();
  }

  /** Sends a request with data behind it; it may wait in a buffer. */
  void post(SftpRequest request, byte[] data, int offset, int length) throws IOException {
    byte[] packet = request.packet(length);
    channel.write(packet, 0, packet.length);
    if (length > 0) {
      channel.write(data, offset, length);
    }
  }

  /** Whether an answer has come that nobody has fetched. */
  boolean isAnswered(int id) throws IOException {
    while (!early.containsKey(id) && channel.input().ready()) {
      SftpReply reply = receive();
      early.put(reply.id(), reply);
    }
    return early.containsKey(id);
  }

  /** Waits for the answer to a request. */
  SftpReply await(int id) throws IOException {
    SftpReply reply = early.remove(id);
    while (reply == null) {
      SftpReply next = receive();
      if (next.id() == id) {
        return next;
      }
      early.put(next.id(), next);
    }
    return reply;
  }

  /** The answer, if it is of a kind; else what the server says in its place. */
  static SftpReply expect(int type, SftpReply reply) throws IOException, SftpStatus {
    if (reply.type() == type) {
      return reply;
    }
    requireOk(reply);
    throw new IOException("the server answered something else");
  }

  /** Insists that an answer is a status, and success. */
  static void requireOk(SftpReply reply) throws IOException, SftpStatus {
    if (reply.type() != SftpReply.STATUS) {
      throw new IOException("the server answered something else");
    }
    int code = reply.number();
    if (code != SftpReply.OK) {
      throw new SftpStatus(code, reply.hasMore() ? reply.text() : "");
    }
  }

  private SftpReply receive() throws IOException {
    try {
      int length = input.readInt();
      if (length < 5 || length > LARGEST_PACKET) {
        throw new IOException("the server does not speak SFTP; its start-up files may print text");
      }
      byte[] packet = new byte[length];
      input.readFully(packet);
      return new SftpReply(packet);
    } catch (EOFException e) {
      throw new IOException("the connection was closed", e);
    }
  }

  private void askLimits() throws IOException {
    if (!has("limits@openssh.com")) {
      return;
    }
    SftpReply limits = ask(extended("limits@openssh.com"));
    if (limits.type() == SftpReply.EXTENDED) {
      limits.offset();
      readChunk = chunk(limits.offset());
      writeChunk = chunk(limits.offset());
    }
  }

  private static int chunk(long limit) {
    return limit <= 0 ? SAFE_CHUNK : (int) Math.min(limit, LARGEST_CHUNK);
  }

  @Override
  public void close() {
    channel.close();
  }
}
