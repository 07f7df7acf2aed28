package io.vmcaster.subscriber;

/** Looks at one place of a document and tells what is wrong with it. */
@FunctionalInterface
interface Check {

  /**
   * Looks.
   *
   * @param place the list, the endorser or an image
   * @param problems takes what is found
   */
  void find(RuleContext place, Findings problems);

  /** This check and another, one after the other. */
  default Check and(Check other) {
    return (place, problems) -> {
      find(place, problems);
      other.find(place, problems);
    };
  }
}
