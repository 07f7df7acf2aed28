package io.vmcaster.service.edit;

/** Metadata that is to be set, as a user gives it. */
public sealed interface Assignment {

  /**
   * A key and its value.
   *
   * @param key the key
   * @param text the value, may be empty
   */
  record Value(String key, String text) implements Assignment {}

  /**
   * A key and the file that holds its value.
   *
   * @param key the key
   * @param file the file, {@code -} for standard input
   */
  record ValueFile(String key, String file) implements Assignment {}

  /**
   * A file of keys and values.
   *
   * @param file the file, {@code -} for standard input
   */
  record FromFile(String file) implements Assignment {}
}
