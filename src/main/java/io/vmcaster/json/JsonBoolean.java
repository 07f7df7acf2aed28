package io.vmcaster.json;

/**
 * A truth value.
 *
 * @param value which of the two
 */
public record JsonBoolean(boolean value) implements JsonValue {}
