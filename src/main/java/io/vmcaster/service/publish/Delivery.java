package io.vmcaster.service.publish;

import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Run;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.Places.RuleContext;
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
    checkArrived(place, temporary, message);
    run.steps().reached(FailPoint.LIST_CHECKED);
    repository.requireLocks();
    renaming = true;
    place.uploader().rename(temporary.path(), place.location().path());
    run.steps().reached(FailPoint.LIST_RENAMED);
  }

  /** Whether the list may have got its name. */
  boolean renaming() {
    return renaming;
  }

  private static void checkArrived(RuleContext place, Location location, byte[] message) {
    boolean same =
        RemoteBytes.read(place, location, message.length)
            .filter(there -> Arrays.equals(there, message))
            .isPresent();
    if (!same) {
      throw new TemporaryFailure(
          "what arrived at " + location + " is not what was sent", "Try again later.");
    }
  }
}
