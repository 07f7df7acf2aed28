package io.vmcaster.subscriber;

/**
 * Something that a consumer expects of a list.
 *
 * @param id its name; several consumers may have a rule of the same name
 * @param consumer whose rule it is
 * @param severity how bad a breach is for that consumer
 * @param scope what it looks at
 * @param source where it comes from: the consumer's program text or the specification
 * @param effect what happens on a breach, to follow the problem and a colon
 * @param check finds breaches
 */
record Rule(
    String id,
    Consumer consumer,
    Severity severity,
    Scope scope,
    String source,
    String effect,
    Check check) {

  /** The name that no other rule has. */
  String name() {
    return consumer.label() + ":" + id;
  }
}
