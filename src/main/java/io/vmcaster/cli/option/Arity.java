package io.vmcaster.cli.option;

/** Whether an option has a value. */
public enum Arity {
  /** Never. */
  NONE,
  /** A value may follow; what begins with a dash and is longer than it is the next option. */
  OPTIONAL,
  /** Whatever follows is the value, a dash in front included. */
  REQUIRED
}
