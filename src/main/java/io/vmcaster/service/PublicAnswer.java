package io.vmcaster.service;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.uploader.Uploader.RemoteFile;
import java.util.List;
import java.util.Optional;

/**
 * What a server says of a file where subscribers read it.
 *
 * @param reached whether the server told whether the file is there
 * @param file the file, its size -1 when that is unknown; empty when it is not there
 * @param reason why the server could not be reached; empty when it was
 * @param faults what keeps consumers from getting the file as it is, such as a wrong header or a
 *     refusal; empty when the server could not be reached
 */
record PublicAnswer(
    boolean reached, Optional<RemoteFile> file, String reason, List<String> faults) {

  /** Asks; never fails. */
  static PublicAnswer of(Fetcher fetcher, String uri) {
    try {
      Optional<Fetcher.Download> file = fetcher.look(uri);
      return new PublicAnswer(
          true,
          file.map(found -> new RemoteFile(found.size(), false)),
          "",
          file.map(Fetcher.Download::faults).orElse(List.of()));
    } catch (TransferFailure | InvalidDataFailure refused) {
      String why = refused.getMessage();
      return new PublicAnswer(false, Optional.empty(), why, List.of(why));
    } catch (Failure failure) {
      return new PublicAnswer(false, Optional.empty(), failure.getMessage(), List.of());
    }
  }
}
