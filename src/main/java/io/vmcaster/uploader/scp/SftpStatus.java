package io.vmcaster.uploader.scp;

/** Says that a server did not do what it was asked. Never reaches the user as it is. */
final class SftpStatus extends Exception {

  private static final long serialVersionUID = 1L;

  private final int code;

  SftpStatus(int code, String message) {
    super(message);
    this.code = code;
  }

  /** The code, one of those in {@link SftpReply}. */
  int code() {
    return code;
  }
}
