package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.Adler32;

/** Sends a file in one chain of blocks, and has the pool compare the checksum. */
final class JavaUpload extends Upload {
  private static final int BLOCK = 1 << 20;

  private final DcapSession.OpenFile file;
  private final UnfinishedFile target;
  private final String tried;
  private final Adler32 checksum = new Adler32();
  private final ByteBuffer block = ByteBuffer.allocateDirect(4 + BLOCK).position(4);
  private long sent;
  private boolean broken;

  private JavaUpload(DcapSession.OpenFile file, UnfinishedFile target) {
    this.file = file;
    this.target = target;
    this.tried = "cannot write " + target;
  }

  /** Begins a new file, as {@link DcapUploader.DataTransfer#create}. */
  static JavaUpload begin(Door door, String path, long size) {
    UnfinishedFile target = new UnfinishedFile(door, path);
    JavaUpload upload = new JavaUpload(open(door, target, path, size), target);
    try {
      upload.step(() -> upload.file.data().beginWriting());
      return upload;
    } catch (RuntimeException e) {
      upload.close();
      throw e;
    }
  }

  private static DcapSession.OpenFile open(
      Door door, UnfinishedFile target, String path, long size) {
    String tried = "cannot write " + target;
    String options = DcapUploader.DataTransfer.createOptions(size);
    try {
      return door.attempt(tried, session -> session.open(path, "w", options));
    } catch (DcapException e) {
      if (e.isBeforeCreation()) {
        target.keep();
      }
      target.remove();
      throw e.notOpened(tried);
    } catch (RuntimeException e) {
      target.remove();
      throw e;
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    checksum.update(bytes, offset, length);
    int done = 0;
    while (done < length) {
      int count = Math.min(length - done, block.remaining());
      block.put(bytes, offset + done, count);
      done += count;
      if (!block.hasRemaining()) {
        step(this::sendBlock);
      }
    }
  }

  private void sendBlock() throws IOException {
    int count = block.position() - 4;
    if (count > 0) {
      file.data().send(block.putInt(0, count).flip());
      sent += count;
    }
    block.clear().position(4);
  }

  @Override
  public void commit() {
    step(this::sendBlock);
    step(() -> file.data().endWriting());
    close(checksum.getValue());
    target.verify(sent);
    target.keep();
  }

  /** The door's last word counts more than the pool's. */
  private void close(long adler32) {
    step(() -> file.data().finish(adler32));
    try {
      file.awaitEnd(file.timeouts().finish(sent));
    } catch (DcapException e) {
      throw e.notAccepted(tried);
    } catch (IOException e) {
      throw target.door().broken(tried, "the door", e);
    }
  }

  private void step(Step step) {
    try {
      step.run();
    } catch (DcapException e) {
      broken = true;
      throw e.poolFailed(tried);
    } catch (IOException e) {
      throw lost(e);
    }
  }

  /** The connection to the pool failed: the door may know more. */
  private RuntimeException lost(IOException e) {
    boolean asked = broken;
    broken = true;
    try {
      if (!asked) {
        file.askWhy();
      }
    } catch (DcapException r) {
      return r.poolFailed(tried);
    }
    return target.door().broken(tried, "the pool", e);
  }

  @Override
  public void close() {
    file.close();
    target.remove();
  }

  /** Something that the pool may refuse. */
  private interface Step {
    void run() throws IOException, DcapException;
  }
}
