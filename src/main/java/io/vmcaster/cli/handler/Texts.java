package io.vmcaster.cli.handler;

import java.util.Locale;

/** Small texts that several handlers print. */
final class Texts {

  private Texts() {}

  /** The name of a constant as programs read it: {@code unchanged}. */
  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
