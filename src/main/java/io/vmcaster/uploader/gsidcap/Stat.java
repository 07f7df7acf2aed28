package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.RemoteFile;

/**
 * What a door says of a file.
 *
 * @param size in bytes
 * @param mode as {@code ls -l} shows it, ten characters
 */
record Stat(long size, String mode) {

  static Stat of(Reply reply) throws DcapException {
    String size = reply.options().getOrDefault("st_size", "");
    if (!size.matches("\\d{1,18}")) {
      throw new DcapException(-1, "the answer to stat has no size", "");
    }
    return new Stat(Long.parseLong(size), reply.options().getOrDefault("st_mode", ""));
  }

  RemoteFile asRemoteFile() {
    return new RemoteFile(size, isDirectory());
  }

  boolean isDirectory() {
    return mode.startsWith("d");
  }

  /** Whether a web server may read it; true when the door does not tell. */
  boolean isReadableByAll() {
    return mode.length() != 10 || (mode.charAt(4) == 'r' && mode.charAt(7) == 'r');
  }
}
