package io.vmcaster.subscriber;

/** Looks at one place of a document and tells what is wrong with it. */
@FunctionalInterface
interface Check {

  /**
   * Looks.
   *
   * @param context the list, the endorser or an image
   * @param findings takes what is found
   */
  void find(RuleContext context, Findings findings);

  /** This check and another, one after the other. */
  default Check and(Check other) {
    return (context, findings) -> {
      find(context, findings);
      other.find(context, findings);
    };
  }
}
