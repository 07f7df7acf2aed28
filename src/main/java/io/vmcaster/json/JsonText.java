package io.vmcaster.json;

/**
 * A string.
 *
 * @param text its characters, unescaped
 */
public record JsonText(String text) implements JsonValue {}
