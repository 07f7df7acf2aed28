package io.vmcaster.uploader;

import io.vmcaster.error.Failure.TemporaryFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A shared connection that remembers whether it has failed. */
final class PooledUploader implements InvocationHandler {

  private final Uploader uploader;
  private final Uploader shared;
  private boolean broken;

  PooledUploader(Uploader uploader) {
    this.uploader = uploader;
    this.shared =
        (Uploader)
            Proxy.newProxyInstance(
                Uploader.class.getClassLoader(), new Class<?>[] {Uploader.class}, this);
  }

  /** The connection with all its verbs, but that closing it is left to the pool. */
  Uploader shared() {
    return shared;
  }

  boolean isBroken() {
    return broken;
  }

  /** Ends the connection. */
  void end() {
    uploader.close();
  }

  @Override
  public Object invoke(Object proxy, Method verb, Object[] arguments) throws Throwable {
    if (verb.getName().equals("close")) {
      return null;
    }
    try {
      Object result = verb.invoke(uploader, arguments);
      if (result instanceof Upload upload) {
        return new WatchedUpload(upload);
      }
      return result instanceof InputStream input ? new WatchedInput(input) : result;
    } catch (InvocationTargetException e) {
      broken |= e.getCause() instanceof TemporaryFailure;
      throw e.getCause();
    }
  }

  private void watch(Runnable step) {
    try {
      step.run();
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
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
