package io.vmcaster.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/** The one form of dates that every consumer takes: {@code 2026-11-23T08:15:00Z} (format 1.5). */
public final class Timestamps {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'")
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  private static final int LENGTH = "0000-00-00T00:00:00Z".length();

  private Timestamps() {}

  /** The instant as a list holds it, in whole seconds. */
  public static String format(Instant instant) {
    return FORM.format(instant);
  }

  /** The instant that a list's text means; empty when it is not in the one form. */
  public static Optional<Instant> parse(String text) {
    if (text.length() != LENGTH) {
      return Optional.empty(); // the year may have more digits for Java
    }
    try {
      return Optional.of(FORM.parse(text, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
