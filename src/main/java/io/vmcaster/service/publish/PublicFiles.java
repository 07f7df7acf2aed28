package io.vmcaster.service.publish;

import io.vmcaster.context.RemoteFile;
import io.vmcaster.error.Failure;
import io.vmcaster.fetch.Fetcher;
import java.util.Optional;
import java.util.OptionalLong;

/** Files where subscribers read them: by their URI. */
public final class PublicFiles implements PublicSizes {

  private final Fetcher fetcher;

  /** Reads with a fetcher. */
  public PublicFiles(Fetcher fetcher) {
    this.fetcher = fetcher;
  }

  @Override
  public Answer ask(String uri) {
    try {
      Optional<RemoteFile> file = fetcher.stat(uri);
      return new Answer(
          true, file.map(f -> OptionalLong.of(f.size())).orElseGet(OptionalLong::empty), "");
    } catch (Failure failure) {
      return new Answer(false, OptionalLong.empty(), failure.getMessage());
    }
  }

  /**
   * What a subscriber gets.
   *
   * @param limit more bytes than this are not read
   */
  Copy fetch(String uri, int limit) {
    try {
      return new Copy(fetcher.fetch(uri, limit), "");
    } catch (Failure failure) {
      return new Copy(null, failure.getMessage());
    }
  }

  /** What was read, or why nothing was. */
  static final class Copy {
    private final byte[] bytes;
    private final String reason;

    private Copy(byte[] bytes, String reason) {
      this.bytes = bytes;
      this.reason = reason;
    }

    Optional<byte[]> bytes() {
      return Optional.ofNullable(bytes);
    }

    String reason() {
      return reason;
    }
  }
}
