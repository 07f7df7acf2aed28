package io.vmcaster.config;

/**
 * Something in a configuration file that cannot be used.
 *
 * @param section the section it is in; empty before the first one
 * @param key the key it is about, or {@code "line 12"} where a line is no setting at all
 * @param text what is wrong and what would be right
 */
public record Fault(String section, String key, String text) {

  @Override
  public String toString() {
    return (section.isEmpty() ? "" : "[" + section + "] ") + key + ": " + text;
  }
}
