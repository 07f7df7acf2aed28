package io.vmcaster.context;

/**
 * One thing that was looked at.
 *
 * @param name what it is, in a word or two
 * @param outcome what was found
 * @param sentence what was found, in words
 */
public record Check(String name, Outcome outcome, String sentence) {

  /** A password in an address is not shown. */
  public Check {
    sentence = Secrets.masked(sentence);
  }

  /** How a check ended. */
  public enum Outcome {
    /** As it should be. */
    OK,
    /** Worth knowing; no reason to refuse. */
    WARNING,
    /** A reason to refuse. */
    FAULT
  }

  /** As it should be. */
  public static Check ok(String name, String sentence) {
    return new Check(name, Outcome.OK, sentence);
  }

  /** A reason to refuse. */
  public static Check fault(String name, String sentence) {
    return new Check(name, Outcome.FAULT, sentence);
  }

  /** Worth knowing. */
  public static Check warning(String name, String sentence) {
    return new Check(name, Outcome.WARNING, sentence);
  }

  /** Good, or a fault for a reason. */
  public static Check that(boolean good, String name, String sentence) {
    return good ? ok(name, sentence) : fault(name, sentence);
  }
}
