package io.vmcaster.service.publish;

import java.util.OptionalLong;

/** Asks for the size of a file where subscribers read it. */
@FunctionalInterface
public interface PublicSizes {

  /** Asks; never fails. */
  Answer ask(String uri);

  /**
   * What the server said.
   *
   * @param reached whether the server answered at all
   * @param size the file's size in bytes; -1 when the file is there and its size unknown; empty
   *     when it is not there
   * @param reason why the server could not be reached; empty when it was
   */
  record Answer(boolean reached, OptionalLong size, String reason) {}
}
