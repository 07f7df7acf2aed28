package io.vmcaster.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.error.Failure;
import java.util.Map;

/** An action that failed after a part of it was done, which programs want to hear of as well. */
public final class PartialFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Failure failure;
  private final transient Map<String, JsonNode> done;

  /**
   * A part is done.
   *
   * @param message what people read; for the rest they are told what the failure tells
   * @param failure what decides the exit status
   * @param done what was done and what not, for JSON
   */
  public PartialFailure(String message, Failure failure, Map<String, JsonNode> done) {
    super(message, failure);
    this.failure = failure;
    this.done = done;
  }

  /** What failed. */
  public Failure failure() {
    return failure;
  }

  /** What was done and what not. */
  public Map<String, JsonNode> done() {
    return done;
  }
}
