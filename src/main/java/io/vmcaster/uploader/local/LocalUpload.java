package io.vmcaster.uploader.local;

import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A file of this machine that is being written. */
final class LocalUpload extends Upload {

  private final Path path;
  private final FileChannel channel;

  LocalUpload(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    try {
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    } catch (IOException e) {
      throw LocalFailures.writing(path, e);
    }
  }

  /** Returns when the bytes are on the disk, so that a name never comes before its content. */
  @Override
  public void commit() {
    try {
      channel.force(true);
      channel.close();
    } catch (IOException e) {
      throw LocalFailures.writing(path, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The file was committed, or is given up: nobody relies on it any more.
      return;
    }
  }
}
