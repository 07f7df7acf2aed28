package io.vmcaster.service.publish;

import io.vmcaster.model.ListId;
import io.vmcaster.service.Places;

/** Looks at a list that was just published, where subscribers do. */
@FunctionalInterface
public interface ReadBack {

  /**
   * Compares what is public with what was sent.
   *
   * @throws io.vmcaster.failure.InvalidDataFailure when a subscriber would get something else
   */
  void check(ListId list, String uri, byte[] message, Places places);
}
