package io.vmcaster.error;

import java.util.Optional;

/** What lies behind an exception that a library reports. */
public final class Causes {

  private Causes() {}

  /** The exception itself or the first of its causes that is of a kind; empty without one. */
  public static <T> Optional<T> find(Throwable e, Class<T> kind) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return Optional.of(kind.cast(cause));
      }
    }
    return Optional.empty();
  }

  /** Whether the exception or one of its causes is of a kind. */
  public static boolean has(Throwable e, Class<?> kind) {
    return find(e, kind).isPresent();
  }

  /** What the last cause says. */
  public static String root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
