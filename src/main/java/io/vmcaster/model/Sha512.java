package io.vmcaster.model;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The SHA-512 of a file.
 *
 * @param hex 128 lower-case hexadecimal digits; consumers compare them as text (format 1.4)
 */
public record Sha512(String hex) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{128}");

  /** Checks the form. */
  public Sha512 {
    if (!isLowerHex(hex)) {
      throw new IllegalArgumentException("not a SHA-512: " + hex);
    }
  }

  /** The digest as a message digest gives it. */
  public static Sha512 of(byte[] digest) {
    return new Sha512(HexFormat.of().formatHex(digest));
  }

  /** What computes such a digest. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }

  /** The digest that a text names, in upper or lower case; empty when it is none. */
  public static Optional<Sha512> parse(String text) {
    String lower = Ascii.lower(text);
    return isLowerHex(lower) ? Optional.of(new Sha512(lower)) : Optional.empty();
  }

  private static boolean isLowerHex(String text) {
    return FORM.matcher(text).matches();
  }

  @Override
  public String toString() {
    return hex;
  }
}
