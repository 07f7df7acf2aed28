package io.vmcaster.service;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names for files under way. They begin with a dot, so that no web server lists them, and stand in
 * the directory of the file they become: elsewhere a rename would be a copy.
 */
public final class TemporaryNames {

  private static final String SUFFIX = ".part";

  private TemporaryNames() {}

  /** A new name for the time until a file gets the given one. */
  public static String of(String name) {
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    return "." + name + "." + HexFormat.of().formatHex(random) + SUFFIX;
  }
}
