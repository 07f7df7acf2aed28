package io.vmcaster.service.publish;

import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Run;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.error.TransferFailure;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.Places.RuleContext;
import io.vmcaster.service.RemoteBytes;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Upload;
import java.util.Arrays;

/**
 * Puts a signed list in place: under a temporary name in the same directory, read back, then
 * renamed over the old one. A subscriber sees the old list or the new one, each whole.
 */
final class Delivery {

  private final Repository repository;
  private final Run run;
  private boolean renaming;

  /** Delivers as long as the repository's locks are held. */
  Delivery(Repository repository, Run run) {
    this.repository = repository;
    this.run = run;
  }

  void deliver(PublishIntent intent, RuleContext place) {
    byte[] message = intent.message();
    Location temporary = place.location().sibling(intent.temporary());
    run.steps().reached(FailPoint.LIST_SEND_BEGUN);
    try (Upload upload = place.uploader().create(temporary.path(), message.length)) {
      upload.write(message, 0, message.length);
      upload.commit();
    }
    run.steps().reached(FailPoint.LIST_SENT);
    if (!holds(place, temporary, message)) {
      throw new TemporaryFailure(
          "what arrived at " + temporary + " is not what was sent", "Try again later.");
    }
    run.steps().reached(FailPoint.LIST_CHECKED);
    repository.requireLocks();
    renaming = true;
    place.uploader().rename(temporary.path(), place.location().path());
    run.steps().reached(FailPoint.LIST_RENAMED);
    if (!holds(place, place.location(), message)) {
      throw new TransferFailure(
          "the server said that it gave the list its name, but "
              + place.location()
              + " does not hold it",
          "See whether the server lets you rename files there, what its log says, and whether"
              + " another program writes there.");
    }
  }

  /** Whether the list may have got its name. */
  boolean renaming() {
    return renaming;
  }

  static boolean holds(RuleContext place, Location location, byte[] message) {
    return RemoteBytes.read(place, location, message.length)
        .filter(there -> Arrays.equals(there, message))
        .isPresent();
  }
}
