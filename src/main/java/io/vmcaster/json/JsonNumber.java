package io.vmcaster.json;

/**
 * A number.
 *
 * @param literal its text, exactly as it stood in the document
 */
public record JsonNumber(String literal) implements JsonValue {}
