package io.vmcaster.service.publish;

import io.vmcaster.service.Places;
import io.vmcaster.service.Retry;

/** Looks at a list that was just published, where subscribers do. */
@FunctionalInterface
public interface ReadBack {

  /**
   * Compares what is public with what was sent.
   *
   * @param published what was published
   * @param message the signed list
   * @param retry how what may pass is waited for
   * @throws io.vmcaster.error.InvalidDataFailure when a subscriber would get something else
   */
  void check(PublishResult published, byte[] message, Places places, Retry retry);
}
