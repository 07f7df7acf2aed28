package io.vmcaster.json;

/** The null value. */
public enum JsonNull implements JsonValue {
  /** The only one. */
  NULL
}
