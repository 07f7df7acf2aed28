package io.vmcaster.service.publish;

import io.vmcaster.error.Failure;
import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.error.TransferFailure;
import io.vmcaster.fetch.Fetcher;
import java.util.List;
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
      Optional<Fetcher.Download> file = fetcher.look(uri);
      return new Answer(
          true,
          file.map(f -> OptionalLong.of(f.size())).orElseGet(OptionalLong::empty),
          "",
          file.map(Fetcher.Download::faults).orElse(List.of()));
    } catch (TransferFailure | InvalidDataFailure refused) {
      String why = refused.getMessage();
      return new Answer(false, OptionalLong.empty(), why, List.of(why));
    } catch (Failure failure) {
      return new Answer(false, OptionalLong.empty(), failure.getMessage(), List.of());
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
