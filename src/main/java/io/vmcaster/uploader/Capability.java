package io.vmcaster.uploader;

/** What an uploader can do beyond the verbs that all have. */
public enum Capability {
  /** A file can be created before its size is known. */
  STREAM,
  /** A file that was left short can be continued. */
  APPEND,
  /** A directory can be listed with one question. */
  LIST,
  /** The server computes a digest of a file by itself. */
  DIGEST,
  /** The directories of a new file are made when they are missing. */
  DIRECTORIES
}
