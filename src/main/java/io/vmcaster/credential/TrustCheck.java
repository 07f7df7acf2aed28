package io.vmcaster.credential;

/**
 * One of the things that decide whether a certificate is trusted.
 *
 * @param name what was looked at: {@code chain}, {@code validity}, {@code purpose}, {@code crl} or
 *     {@code signing policy}
 * @param outcome what was found
 * @param sentence what was found, in words
 */
public record TrustCheck(String name, Outcome outcome, String sentence) {

  /** How a check ended. */
  public enum Outcome {
    /** As it should be. */
    OK,
    /** Could not be looked at, or is worth knowing; no reason to refuse. */
    WARNING,
    /** A reason to refuse. */
    FAULT
  }

  static TrustCheck ok(String name, String sentence) {
    return new TrustCheck(name, Outcome.OK, sentence);
  }

  static TrustCheck warning(String name, String sentence) {
    return new TrustCheck(name, Outcome.WARNING, sentence);
  }

  static TrustCheck fault(String name, String sentence) {
    return new TrustCheck(name, Outcome.FAULT, sentence);
  }
}
