package io.vmcaster.service.upload;

import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The bytes of a file whose beginning is on the server already: that many are only compared, by
 * digest, and the rest goes to the upload that continues the file.
 */
final class ContinuedUpload extends OutputStream {

  /** The beginning on the server is not the beginning of this file. */
  static final class OtherBeginning extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final MessageDigest seen = sha512();
  private final byte[] expected;
  private final Supplier<? extends OutputStream> rest;
  private long left;
  private OutputStream out;

  /**
   * Continues a file.
   *
   * @param size how many bytes are on the server
   * @param expected their SHA-512
   * @param rest opens the upload of what follows; called once, when the beginning was the same
   */
  ContinuedUpload(long size, byte[] expected, Supplier<? extends OutputStream> rest) {
    this.left = size;
    this.expected = expected.clone();
    this.rest = rest;
  }

  /** The SHA-512 of a file on a server. */
  static byte[] digest(Uploader uploader, String path) throws IOException {
    MessageDigest digest = sha512();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = uploader.read(path)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return digest.digest();
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int known = (int) Math.min(left, length);
    if (known > 0) {
      seen.update(bytes, offset, known);
      left -= known;
    }
    if (left == 0 && out == null) {
      compareBeginning();
    }
    if (length > known) {
      out.write(bytes, offset + known, length - known);
    }
  }

  private void compareBeginning() {
    if (!Arrays.equals(seen.digest(), expected)) {
      throw new OtherBeginning();
    }
    out = rest.get();
  }

  /** Whether the whole beginning was seen, so that there is something to commit. */
  boolean reached() {
    return out != null;
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }
}
