package io.vmcaster.model;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-512 of a file.
 *
 * @param hex 128 lower-case hexadecimal digits; readers compare them as text (format 1.4)
 */
public record Sha512(String hex) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{128}");

  /** Checks the form. */
  public Sha512 {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a SHA-512: " + hex);
    }
  }

  /** The digest as a message digest gives it. */
  public static Sha512 of(byte[] digest) {
    return new Sha512(HexFormat.of().formatHex(digest));
  }

  /** The digest that a text names, in upper or lower case; empty when it is none. */
  public static Optional<Sha512> parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return FORM.matcher(lower).matches() ? Optional.of(new Sha512(lower)) : Optional.empty();
  }

  @Override
  public String toString() {
    return hex;
  }
}
