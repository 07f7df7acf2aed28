package io.vmcaster.uploader;

import io.vmcaster.context.RemoteFile;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.model.Sha512;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A shared connection that remembers whether it has failed. */
final class PooledUploader implements Uploader {

  private final Uploader uploader;
  private boolean broken;

  PooledUploader(Uploader uploader) {
    this.uploader = uploader;
  }

  boolean isBroken() {
    return broken;
  }

  /** Ends the connection. */
  void end() {
    uploader.close();
  }

  @Override
  public Set<Capability> capabilities() {
    return uploader.capabilities();
  }

  @Override
  public List<String> warnings() {
    return uploader.warnings();
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    return watch(() -> uploader.stat(path));
  }

  @Override
  public Map<String, RemoteFile> list(String directory) {
    return watch(() -> uploader.list(directory));
  }

  @Override
  public Upload create(String path, long size) {
    return new WatchedUpload(watch(() -> uploader.create(path, size)));
  }

  @Override
  public Upload append(String path, long offset) {
    return new WatchedUpload(watch(() -> uploader.append(path, offset)));
  }

  @Override
  public InputStream read(String path) {
    return new WatchedInput(watch(() -> uploader.read(path)));
  }

  @Override
  public Optional<Sha512> sha512(String path) {
    return watch(() -> uploader.sha512(path));
  }

  @Override
  public void rename(String from, String to) {
    watch(() -> uploader.rename(from, to));
  }

  @Override
  public void remove(String path) {
    watch(() -> uploader.remove(path));
  }

  /** Leaves the connection to the pool. */
  @Override
  public void close() {}

  private <T> T watch(Supplier<T> verb) {
    try {
      return verb.get();
    } catch (TemporaryFailure e) {
      broken = true;
      throw e;
    }
  }

  private void watch(Runnable verb) {
    try {
      verb.run();
    } catch (TemporaryFailure e) {
      broken = true;
      throw e;
    }
  }

  private final class WatchedUpload extends Upload {
    private final Upload upload;

    WatchedUpload(Upload upload) {
      this.upload = upload;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      watch(() -> upload.write(bytes, offset, length));
    }

    @Override
    public void commit() {
      watch(upload::commit);
    }

    @Override
    public void close() {
      upload.close();
    }
  }

  private final class WatchedInput extends FilterInputStream {
    WatchedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (IOException e) {
        broken = true;
        throw e;
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (IOException e) {
        broken = true;
        throw e;
      }
    }
  }
}
