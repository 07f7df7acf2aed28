package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.Upload;

/** Moves the bytes of new files. */
@FunctionalInterface
interface DataTransfer {

  /**
   * Begins a new file.
   *
   * @param size in bytes, or -1 when it is not known
   */
  Upload create(DoorConnection conversation, String path, long size);

  /** Moves them itself, without any other program. */
  DataTransfer JAVA = JavaUpload::begin;

  /** What a door is told of a new file: readable by all, and its size where it is known. */
  static String createOptions(long size) {
    return "-mode=0644" + (size < 0 ? "" : " -alloc-size=" + size);
  }
}
