package io.vmcaster.service.publish;

import java.util.List;
import java.util.OptionalLong;

/** Asks for the size of a file where subscribers read it. */
@FunctionalInterface
public interface PublicSizes {

  /** Asks; never fails. */
  Answer ask(String uri);

  /**
   * What the server said.
   *
   * @param reached whether the server told whether the file is there
   * @param size the file's size in bytes; -1 when the file is there and its size unknown; empty
   *     when it is not there
   * @param reason why the server could not be reached; empty when it was
   * @param faults what keeps consumers from getting the file as it is, such as a wrong header or a
   *     refusal; empty when the server could not be reached
   */
  record Answer(boolean reached, OptionalLong size, String reason, List<String> faults) {}
}
