package io.vmcaster.uploader;

import io.vmcaster.config.Configuration;
import io.vmcaster.config.Section;
import io.vmcaster.config.Section.Route;
import io.vmcaster.context.Progress;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.Sha512;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where URIs are written: the sections of a configuration, which is read when it is first asked
 * for, with one connection to each server of a section, made when it is first needed. Used by one
 * thread.
 */
public final class Destinations implements AutoCloseable {

  private final Supplier<Configuration> source;
  private final Protocols protocols;
  private final Map<Endpoint, Uploader> connections = new HashMap<>();
  private Configuration configuration;

  /**
   * Those of a configuration; nothing is connected yet.
   *
   * @param source reads the configuration; asked once
   */
  public Destinations(Supplier<Configuration> source, Protocols protocols) {
    this.source = source;
    this.protocols = protocols;
  }

  /** Sections may reach the same server in different ways. */
  private record Endpoint(Protocol protocol, String name, String section) {}

  /** Where a URI is written; empty when no section of the configuration covers it. */
  public Optional<Route> route(String uri) {
    return configuration().route(uri);
  }

  /**
   * Where a URI is written, when it has to be written.
   *
   * @throws io.vmcaster.error.Failure.ConfigurationFailure when no section covers it, naming those
   *     there are
   */
  public Route require(String uri) {
    return configuration().find(uri);
  }

  /**
   * Connects to where a URI is written. Connections are shared, and one that failed is replaced.
   *
   * @throws io.vmcaster.error.Failure.ConfigurationFailure when no section covers it
   */
  public Destination open(String uri) {
    return open(uri, require(uri));
  }

  Destination open(String uri, Route route) {
    Section section = route.section();
    Protocol protocol = protocols.of(section);
    Location location = protocol.locate(route.target());
    Endpoint endpoint = new Endpoint(protocol, location.endpoint(), section.name());
    Uploader uploader = connections.get(endpoint);
    if (uploader != null && !uploader.isUsable()) {
      connections.remove(endpoint).close();
      uploader = null;
    }
    if (uploader == null) {
      uploader = protocol.connect(location, section);
      connections.put(endpoint, uploader);
    }
    return new Destination(uri, section, location, uploader);
  }

  /** Ends every connection. Does not fail. */
  @Override
  public void close() {
    connections.values().forEach(Uploader::close);
    connections.clear();
  }

  private Configuration configuration() {
    if (configuration == null) {
      configuration = source.get();
    }
    return configuration;
  }

  /**
   * A file on a server with the connection to it, and what is seen there of it and of its
   * neighbours.
   *
   * @param uri what subscribers call the file
   * @param section the section of the configuration that covers it
   * @param location the file on the server
   * @param uploader the connection, shared with others, who need it open
   */
  public record Destination(String uri, Section section, Location location, Uploader uploader) {

    /** Larger files are no lists, in bytes; ten thousand images take some twenty million. */
    private static final int MAX_LIST = 256_000_000;

    /**
     * A new name for the time until a file gets the given one. It begins with a dot, so that no web
     * server lists it, and is used in the same directory: elsewhere a rename would be a copy.
     */
    public static String temporaryName(String name) {
      byte[] random = new byte[6];
      new SecureRandom().nextBytes(random);
      return "." + name + "." + HexFormat.of().formatHex(random) + ".part";
    }

    /** Whether a plain file of that size is there. */
    public boolean hasSize(Location file, long size) {
      return stat(file).filter(there -> there.size() == size).isPresent();
    }

    /** A plain file; empty when nothing or a directory is there. */
    public Optional<RemoteFile> stat(Location file) {
      return uploader.stat(file.path()).filter(there -> !there.directory());
    }

    /** Whether a small file is there with exactly this content. */
    public boolean holds(Location file, byte[] content) {
      return hasSize(file, content.length)
          && Arrays.equals(bytes(file, content.length + 1), content);
    }

    /**
     * The content of a list.
     *
     * @return empty when nothing is there
     * @throws TransferFailure when it is larger than any list
     */
    public Optional<byte[]> read(Location file) {
      if (stat(file).isEmpty()) {
        return Optional.empty();
      }
      byte[] content = bytes(file, MAX_LIST);
      if (content.length == MAX_LIST) {
        throw new TransferFailure(file + " is larger than any image list", "See what it is.");
      }
      return Optional.of(content);
    }

    private byte[] bytes(Location file, int limit) {
      try (InputStream in = uploader.read(file.path())) {
        return in.readNBytes(limit);
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }

    /**
     * The digest of a file of any size: the server's own where it computes one, else of what it
     * sends.
     *
     * @param size its size in bytes, for the progress that is shown
     */
    public Sha512 sha512(Location file, long size, Progress progress) {
      Optional<Sha512> own =
          uploader.capabilities().contains(Capability.DIGEST)
              ? uploader.sha512(file.path())
              : Optional.empty();
      return own.orElseGet(() -> hash(file, size, progress));
    }

    private Sha512 hash(Location file, long size, Progress progress) {
      MessageDigest digest = Sha512.digest();
      byte[] buffer = new byte[1 << 16];
      try (Progress.Task task = progress.begin("comparing " + file.name(), size);
          InputStream in = uploader.read(file.path())) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          digest.update(buffer, 0, n);
          task.advance(n);
        }
      } catch (IOException e) {
        throw unreadable(file, e);
      }
      return Sha512.of(digest.digest());
    }

    private static TemporaryFailure unreadable(Location file, IOException e) {
      return new TemporaryFailure(
          "cannot read " + file + " back: " + e.getMessage(), "Try again later.", e);
    }
  }
}
