package io.vmcaster.subscriber;

/** What a rule looks at. */
enum Scope {
  /** The list itself. */
  LIST,
  /** Who endorses the list. */
  ENDORSER,
  /** Each image. */
  IMAGE
}
