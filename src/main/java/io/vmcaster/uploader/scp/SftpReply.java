package io.vmcaster.uploader.scp;

import io.vmcaster.context.RemoteFile;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A packet that an SFTP server sent; read from front to back. */
final class SftpReply {

  static final int VERSION = 2;
  static final int STATUS = 101;
  static final int HANDLE = 102;
  static final int DATA = 103;
  static final int NAME = 104;
  static final int ATTRS = 105;
  static final int EXTENDED = 201;

  static final int OK = 0;
  static final int END_OF_FILE = 1;
  static final int NO_SUCH_FILE = 2;
  static final int PERMISSION_DENIED = 3;
  static final int FAILURE = 4;
  static final int UNSUPPORTED = 8;

  static final int HAS_SIZE = 0x01;
  static final int HAS_OWNER = 0x02;
  static final int HAS_PERMISSIONS = 0x04;
  static final int HAS_TIMES = 0x08;
  static final int HAS_MORE = 0x80000000;

  private static final int KIND = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;

  private final int type;
  private final int id;
  private final ByteBuffer rest;

  /** Takes a packet apart, without its length. */
  SftpReply(byte[] packet) throws IOException {
    rest = ByteBuffer.wrap(packet);
    type = rest.get() & 0xff;
    id = number();
  }

  int type() {
    return type;
  }

  /** The request that this answers; in the first packet the version of the protocol. */
  int id() {
    return id;
  }

  boolean hasMore() {
    return rest.hasRemaining();
  }

  int number() throws IOException {
    try {
      return rest.getInt();
    } catch (BufferUnderflowException e) {
      throw new IOException("the server's answer is too short", e);
    }
  }

  long offset() throws IOException {
    return ((long) number() << 32) | (number() & 0xffffffffL);
  }

  byte[] bytes() throws IOException {
    int length = number();
    if (length < 0 || length > rest.remaining()) {
      throw new IOException("the server's answer contradicts itself");
    }
    byte[] bytes = new byte[length];
    rest.get(bytes);
    return bytes;
  }

  String text() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** Reads attributes; null when they do not tell what it is, or that it is a link. */
  RemoteFile file() throws IOException {
    int flags = number();
    long size = (flags & HAS_SIZE) != 0 ? offset() : -1;
    if ((flags & HAS_OWNER) != 0) {
      offset();
    }
    int mode = (flags & HAS_PERMISSIONS) != 0 ? number() : 0;
    if ((flags & HAS_TIMES) != 0) {
      offset();
    }
    int more = (flags & HAS_MORE) != 0 ? number() : 0;
    for (int i = 0; i < 2 * more; i++) {
      bytes();
    }
    boolean directory = (mode & KIND) == DIRECTORY;
    boolean told = (mode & KIND) != LINK && (directory || size >= 0);
    return told ? new RemoteFile(Math.max(size, 0), directory) : null;
  }
}
