package io.vmcaster.fetch;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.fetch.HttpSource.WebAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Reads what a URL or a path names: {@code http} and {@code https}, {@code file}, or a file of this
 * machine. Used by one thread. Failures: {@link io.vmcaster.error.Failure.NotFoundFailure} for a
 * local file that is not there, {@link io.vmcaster.error.Failure.TransferFailure} when a server
 * refuses, {@link io.vmcaster.error.Failure.TemporaryFailure} when it is not reached, silent or
 * overloaded, {@link io.vmcaster.error.Failure.TrustFailure} when its certificate is not trusted.
 */
public final class Fetcher implements AutoCloseable {

  /** The start of a URL of neither the web nor this machine. */
  private static final Pattern OTHER_SCHEME =
      Pattern.compile("(?!file:)[a-z][a-z0-9+.-]+://", Pattern.CASE_INSENSITIVE);

  private static final int PIECE = 1 << 18;

  private final Environment environment;
  private final Duration timeout;
  private final Supplier<SSLContext> tls;
  private HttpSource http;

  /** Takes the pieces of a file as they come. The bytes are good during the call only. */
  @FunctionalInterface
  public interface Sink {
    /** The next bytes. */
    void accept(byte[] bytes, int offset, int length);
  }

  /**
   * Nothing is connected yet.
   *
   * @param environment where relative paths start, and which proxies there are
   * @param timeout how long to wait for a connection and for each piece of an answer
   * @param tls whom to trust; asked when the first {@code https} URL comes
   */
  public Fetcher(Environment environment, Duration timeout, Supplier<SSLContext> tls) {
    this.environment = environment;
    this.timeout = timeout;
    this.tls = tls;
  }

  /**
   * Reads a small file.
   *
   * @param name a URL or a path
   * @param limit the most bytes that it may have
   * @throws InvalidDataFailure when it has more
   */
  public byte[] fetch(String name, int limit) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    long size = read(name, limit + 1L, content::write, false).size();
    if (size > limit) {
      throw new InvalidDataFailure(
          Secrets.masked(name) + " is larger than " + limit + " bytes",
          "See whether it is the right file.");
    }
    return content.toByteArray();
  }

  /**
   * What was read.
   *
   * @param size how many bytes
   * @param faults what makes a consumer get something else, though the bytes were right here; each
   *     a sentence that says what to do
   */
  public record Download(long size, List<String> faults) {}

  /**
   * Reads an image, piece by piece.
   *
   * @param name a URL or a path
   * @param most how many bytes are read at most; a longer file is left there
   * @param sink gets the pieces; what it throws ends the reading
   */
  public Download stream(String name, long most, Sink sink) {
    return read(name, most, sink, true);
  }

  private Download read(String name, long most, Sink sink, boolean image) {
    if (!WebUrl.isOne(name)) {
      Path path = path(name);
      try (InputStream in = Files.newInputStream(path)) {
        return new Download(copy(in, most, sink), List.of());
      } catch (IOException e) {
        throw unreadable(path, e);
      }
    }
    WebUrl url = WebUrl.parse(name);
    try (WebAnswer answer = http().get(url)) {
      long size = http().copy(answer, most, sink);
      return new Download(size, image ? faults(url, answer, size) : List.of());
    }
  }

  /** Hands on a stream piece by piece, up to so many bytes; returns how many there were. */
  static long copy(InputStream in, long most, Sink sink) throws IOException {
    byte[] piece = new byte[PIECE];
    long total = 0;
    while (total < most) {
      int count = in.read(piece, 0, (int) Math.min(PIECE, most - total));
      if (count < 0) {
        break;
      }
      sink.accept(piece, 0, count);
      total += count;
    }
    return total;
  }

  private static Failure unreadable(Path path, IOException e) {
    String why =
        e instanceof AccessDeniedException
            ? "permission denied"
            : Files.isDirectory(path)
                ? "it is a directory"
                : Files.exists(path) ? e.getMessage() : "there is no such file";
    return new NotFoundFailure("cannot read " + path + ": " + why, null, e);
  }

  private List<String> faults(WebUrl url, WebAnswer answer, long size) {
    List<String> faults = answer.faults();
    return faults.isEmpty() ? http().faultsForUnpackers(url, size) : faults;
  }

  /**
   * What keeps a consumer from a list that is read here.
   *
   * @param name a URL or a path
   * @return sentences that say what to do
   */
  public List<String> detours(String name) {
    if (!WebUrl.isOne(name)) {
      return List.of();
    }
    WebUrl url = WebUrl.parse(name);
    try (WebAnswer answer = http().get(url)) {
      List<String> faults = new ArrayList<>(answer.labels());
      if (!answer.url().equals(url)) {
        faults.add(
            "the server redirects us to "
                + Secrets.masked(answer.url().toString())
                + ", and vmcatcher does not follow: serve the list where its hv:uri says, or make"
                + " that the address behind it");
      }
      return faults;
    }
  }

  /**
   * Asks what is there, without reading it.
   *
   * @param name a URL or a path
   * @return its size, -1 when the server does not tell, and what is wrong with how it is served;
   *     empty when nothing is there
   */
  public Optional<Download> look(String name) {
    if (!WebUrl.isOne(name)) {
      Path path = path(name);
      try {
        return Files.exists(path)
            ? Optional.of(new Download(Files.size(path), List.of()))
            : Optional.empty();
      } catch (IOException e) {
        throw unreadable(path, e);
      }
    }
    WebUrl url = WebUrl.parse(name);
    WebAnswer answer = http().head(url);
    long size = answer.length().orElse(-1L);
    return answer.status() == 200
        ? Optional.of(new Download(size, faults(url, answer, size)))
        : Optional.empty();
  }

  private HttpSource http() {
    if (http == null) {
      http = new HttpSource(timeout, tls, new WebProxies(environment));
    }
    return http;
  }

  /** Ends what waits for servers. */
  @Override
  public void close() {
    if (http != null) {
      http.close();
    }
  }

  private Path path(String name) {
    if (OTHER_SCHEME.matcher(name).lookingAt()) {
      throw new InvalidDataFailure(
          "cannot read %s: only http, https and file URLs, and paths, can be read"
              .formatted(Secrets.masked(name)),
          null);
    }
    try {
      if (name.startsWith("file:")) {
        return Path.of(new URI(name.replace(" ", "%20").replaceFirst("^file:/*", "file:///")));
      }
      return environment.resolve(name);
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new InvalidDataFailure(
          "\"" + Secrets.masked(name) + "\" is neither a URL nor a path", null, e);
    }
  }
}
