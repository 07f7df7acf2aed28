package io.vmcaster.subscriber;

import java.util.function.IntPredicate;

/** Looks at texts character by character; a stream for each of them took half of a check. */
final class Characters {

  private Characters() {}

  /** Whether all characters of a text are of a kind. */
  static boolean all(String text, IntPredicate kind) {
    for (int i = 0; i < text.length(); i++) {
      if (!kind.test(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
