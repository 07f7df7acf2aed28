package io.vmcaster.transfer.dcap;

import io.vmcaster.transfer.Upload;

/** Moves the bytes of new files. */
@FunctionalInterface
interface Mover {

  /**
   * Begins a new file.
   *
   * @param size in bytes, or -1 when it is not known
   */
  Upload create(Conversation conversation, String path, long size);

  /** Moves them itself, without any other program. */
  Mover JAVA = JavaUpload::begin;

  /** What a door is told of a new file: readable by all, and its size where it is known. */
  static String createOptions(long size) {
    return "-mode=0644" + (size < 0 ? "" : " -alloc-size=" + size);
  }
}
