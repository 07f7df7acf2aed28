package io.vmcaster.testing;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Locale;

/** The arguments of a program for tests; each complaint is an {@link IllegalArgumentException}. */
public final class Arguments {

  private final Deque<String> left;

  /** All of them. */
  public Arguments(String... arguments) {
    left = new ArrayDeque<>(Arrays.asList(arguments));
  }

  /** Whether the next one is an option. */
  public boolean isOption() {
    return !left.isEmpty() && left.peek().startsWith("--");
  }

  /**
   * Takes the next one.
   *
   * @param what it is, for who forgot it
   */
  public String next(String what) {
    if (left.isEmpty()) {
      throw new IllegalArgumentException(what + " is missing");
    }
    return left.remove();
  }

  /** Takes the next one, a number. */
  public int number(String what) {
    String text = next(what);
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(what + " is no number: " + text);
    }
    return Integer.parseInt(text);
  }

  /** Takes the next one, a constant in lower case, with hyphens. */
  public <E extends Enum<E>> E choice(Class<E> constants, String what) {
    String name = next(what);
    return EnumSet.allOf(constants).stream()
        .filter(one -> one.name().equals(name.toUpperCase(Locale.ROOT).replace('-', '_')))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no " + what + " " + name));
  }

  /** There are no more. */
  public void end() {
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("too much: " + String.join(" ", left));
    }
  }
}
