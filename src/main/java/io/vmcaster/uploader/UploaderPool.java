package io.vmcaster.uploader;

import io.vmcaster.config.Section.Route;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/**
 * The connections of one run: one for each server of a section, made when it is first needed. A
 * connection that had a temporary failure is replaced the next time somebody asks for it. Used by
 * one thread.
 */
public final class UploaderPool implements AutoCloseable {

  private final Protocols protocols;
  private final Map<Endpoint, PooledUploader> open = new HashMap<>();

  /** Begins without a connection. */
  public UploaderPool(Protocols protocols) {
    this.protocols = protocols;
  }

  /**
   * A place with the connection to write there.
   *
   * @param location the file that the route names
   * @param uploader the connection; it belongs to the pool, and closing it does nothing
   */
  public record Opened(Location location, Uploader uploader) {}

  /** Finds the server of a route and connects to it, unless that has been done. */
  public Opened open(Route route) {
    Protocol protocol = protocols.of(route.section());
    Location location = protocol.locate(route.target());
    Endpoint endpoint = new Endpoint(protocol, location.endpoint(), route.section().name());
    PooledUploader uploader = open.get(endpoint);
    if (uploader != null && uploader.isBroken()) {
      open.remove(endpoint).end();
      uploader = null;
    }
    if (uploader == null) {
      uploader = new PooledUploader(protocol.connect(location, route.section()));
      open.put(endpoint, uploader);
    }
    return new Opened(location, uploader.shared());
  }

  /** Ends every connection. Does not fail. */
  @Override
  public void close() {
    open.values().forEach(PooledUploader::end);
    open.clear();
  }

  /** Sections may reach the same server in different ways. */
  private record Endpoint(Protocol protocol, String name, String section) {}

  /** A shared connection that remembers whether it has failed. */
  static final class PooledUploader implements InvocationHandler {

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
}
