package io.vmcaster.config;

/**
 * Where a URI is written.
 *
 * @param section the section that covers it
 * @param target the file to write, as the section's protocol names it, such as {@code
 *     user@host:/path/file}
 */
public record Route(Section section, String target) {}
