package io.vmcaster.service.upload;

import io.vmcaster.model.Sha512;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
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

  private final MessageDigest seen = Sha512.digest();
  private final Sha512 expected;
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
  ContinuedUpload(long size, Sha512 expected, Supplier<? extends OutputStream> rest) {
    this.left = size;
    this.expected = expected;
    this.rest = rest;
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
    if (!Sha512.of(seen.digest()).equals(expected)) {
      throw new OtherBeginning();
    }
    out = rest.get();
  }

  /** Whether the whole beginning was seen, so that there is something to commit. */
  boolean reached() {
    return out != null;
  }
}
