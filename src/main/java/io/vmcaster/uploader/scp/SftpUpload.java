package io.vmcaster.uploader.scp;

import com.jcraft.jsch.SftpException;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;

/** A file being written by SFTP. */
final class SftpUpload extends Upload {

  /** What goes into one packet of any server, with all that is around it. */
  private static final int CHUNK = 32_000;

  private final SftpUploader uploader;
  private final String path;
  private final OutputStream file;
  private final OutputStream output;
  private boolean closed;

  /** Goes on where JSch has opened a file. */
  SftpUpload(SftpUploader uploader, String path, OutputStream file) {
    this.uploader = uploader;
    this.path = path;
    this.file = file;
    this.output = new BufferedOutputStream(file, CHUNK);
  }

  @Override
  public void write(byte[] bytes, int start, int length) {
    for (int done = 0; done < length; done += CHUNK) {
      int at = start + done;
      int count = Math.min(CHUNK, length - done);
      step(
          () -> {
            output.write(bytes, at, count);
            return count;
          });
    }
  }

  @Override
  public void commit() {
    step(this::finish);
    closed = true;
  }

  /** In turn: closed after a write that failed, JSch would wait for its answer again. */
  private String finish() throws IOException {
    output.flush();
    file.close();
    return path;
  }

  private <T> void step(Callable<T> step) {
    try {
      uploader.connection().within(step);
    } catch (IOException | SftpException e) {
      closed = true;
      uploader.drop();
      throw SshFailures.unwritten(uploader.connection(), path, e);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      uploader.connection().within(this::finish);
    } catch (IOException | SftpException e) {
      // The file is given up, and so is what the server says of it.
      uploader.drop();
    }
  }
}
