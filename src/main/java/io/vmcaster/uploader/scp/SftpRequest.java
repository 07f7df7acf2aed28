package io.vmcaster.uploader.scp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Builds a packet of SFTP version 3 (draft-ietf-secsh-filexfer-02). */
final class SftpRequest {

  static final int INIT = 1;
  static final int OPEN = 3;
  static final int CLOSE = 4;
  static final int READ = 5;
  static final int WRITE = 6;
  static final int FSETSTAT = 10;
  static final int OPENDIR = 11;
  static final int READDIR = 12;
  static final int REMOVE = 13;
  static final int STAT = 17;
  static final int RENAME = 18;
  static final int EXTENDED = 200;

  static final int FOR_READING = 0x01;
  static final int FOR_WRITING = 0x02;
  static final int CREATE = 0x08;
  static final int EXCLUSIVE = 0x20;

  private static final int HEADER = 4;

  private final ByteArrayOutputStream body = new ByteArrayOutputStream(64);

  /** Begins a packet. */
  SftpRequest(int type, int id) {
    body.writeBytes(new byte[HEADER]);
    body.write(type);
    number(id);
  }

  /** Adds a number of 32 bits. */
  SftpRequest number(int value) {
    body.write(value >>> 24);
    body.write(value >>> 16);
    body.write(value >>> 8);
    body.write(value);
    return this;
  }

  /** Adds a number of 64 bits. */
  SftpRequest offset(long value) {
    return number((int) (value >>> 32)).number((int) value);
  }

  /** Adds a text with its length. */
  SftpRequest text(String value) {
    return bytes(value.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds bytes with their length. */
  SftpRequest bytes(byte[] value) {
    number(value.length);
    body.writeBytes(value);
    return this;
  }

  /** Adds attributes that hold permissions alone. */
  SftpRequest permissions(int mode) {
    return number(SftpReply.HAS_PERMISSIONS).number(mode);
  }

  /**
   * The whole packet.
   *
   * @param following how many bytes will be sent behind it that belong to it
   */
  byte[] packet(int following) {
    byte[] packet = body.toByteArray();
    int length = packet.length - HEADER + following;
    for (int i = 0; i < HEADER; i++) {
      packet[i] = (byte) (length >>> (24 - 8 * i));
    }
    return packet;
  }
}
