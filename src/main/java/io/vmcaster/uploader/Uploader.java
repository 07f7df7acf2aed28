package io.vmcaster.uploader;

import io.vmcaster.model.Sha512;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A connection to a server on which files are published. Not safe for use by several threads. Every
 * verb may fail with a {@link io.vmcaster.error.Failure.TemporaryFailure} (the connection, a silent
 * server, no space), a {@link io.vmcaster.error.Failure.TransferFailure} (the server refuses) or a
 * {@link io.vmcaster.error.Failure.TrustFailure} (the server or the user is not who was expected).
 */
public interface Uploader extends AutoCloseable {
  /**
   * Behind the name of a file that steps aside until another has its name, where a server cannot
   * replace in one step. Whoever finds it alone puts it back.
   */
  String ASIDE = ".vmcaster-old";

  /** What this server can do. */
  Set<Capability> capabilities();

  /** What is at a path; empty when nothing is, or its directory is missing. */
  Optional<RemoteFile> stat(String path);

  /**
   * The files of a directory by name; empty when it is missing.
   *
   * @throws UnsupportedOperationException without {@link Capability#LIST}
   */
  default Map<String, RemoteFile> list(String directory) {
    throw new UnsupportedOperationException("this server lists no directories");
  }

  /**
   * Begins a new file, readable by a web server on the same machine.
   *
   * @param path where; nothing is there
   * @param size its size in bytes, or -1 when it is not known, which takes {@link
   *     Capability#STREAM}
   * @throws UnsupportedOperationException for an unknown size without that
   */
  Upload create(String path, long size);

  /**
   * Continues a file that was left short.
   *
   * @param path the file
   * @param offset its size now
   * @throws UnsupportedOperationException without {@link Capability#APPEND}
   */
  default Upload append(String path, long offset) {
    throw new UnsupportedOperationException("this server continues no files");
  }

  /**
   * Reads a file from its beginning; the caller closes the stream before the next verb. Failures
   * while reading are {@link java.io.IOException}s of the stream.
   */
  InputStream read(String path);

  /**
   * The digest that the server itself computes of a file; empty when it will not say, so that the
   * file has to be read.
   *
   * @throws UnsupportedOperationException without {@link Capability#DIGEST}
   */
  default Optional<Sha512> sha512(String path) {
    throw new UnsupportedOperationException("this server computes no digests");
  }

  /** Gives a file another name in its directory, replacing what has that name in one step. */
  void rename(String from, String to);

  /** Removes a file; nothing there is success. */
  void remove(String path);

  /**
   * What a user should know of this server and the way it is written, as far as it is known by now;
   * usually nothing.
   */
  default List<String> warnings() {
    return List.of();
  }

  /**
   * By what it is known that the server is the one that was meant, as a clause such as "its host
   * key is known"; empty when there is nothing to say.
   */
  default Optional<String> identification() {
    return Optional.empty();
  }

  /** Whether more may be asked: not when the connection broke, or the server was silent. */
  default boolean isUsable() {
    return true;
  }

  /** Ends the connection. Does not fail. */
  @Override
  void close();

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

  /**
   * A file being written. What is written becomes a finished file only with {@link #commit};
   * closing without it gives up, and may leave a short file behind.
   */
  public abstract static class Upload extends OutputStream {

    @Override
    public final void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    /**
     * Sends some bytes.
     *
     * @throws io.vmcaster.error.Failure.TemporaryFailure when the connection fails or the disk is
     *     full
     * @throws io.vmcaster.error.Failure.TransferFailure when the server refuses
     */
    @Override
    public abstract void write(byte[] bytes, int offset, int length);

    /** Waits until the server has everything and says so; the failures are those of writing. */
    public abstract void commit();

    /**
     * Lets go of the connection's part; gives the file up when it was not committed. Idempotent.
     */
    @Override
    public abstract void close();

    /** Does nothing: only {@link #commit} says that the bytes have arrived. */
    @Override
    public void flush() throws IOException {}
  }

  /**
   * What a server says of a file.
   *
   * @param size its size in bytes
   * @param directory whether it is a directory
   */
  record RemoteFile(long size, boolean directory) {}
}
