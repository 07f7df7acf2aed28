package io.vmcaster.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Optional;

/** The one form of dates that every reader takes: {@code 2026-11-23T08:15:00Z} (format 1.5). */
public final class Timestamps {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'")
          .withResolverStyle(ResolverStyle.STRICT)
          .withZone(ZoneOffset.UTC);

  private static final String SHAPE = "0000-00-00T00:00:00Z";

  private Timestamps() {}

  /** The instant as a list holds it, in whole seconds. */
  public static String format(Instant instant) {
    return FORM.format(instant);
  }

  /** The instant that a list's text means; empty when it is not in the one form. */
  public static Optional<Instant> parse(String text) {
    if (!hasShape(text)) {
      return Optional.empty();
    }
    try {
      LocalDate day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
      LocalTime time =
          LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19));
      return Optional.of(LocalDateTime.of(day, time).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** By hand: a list of thousands of images has tens of thousands of dates to look at. */
  private static boolean hasShape(String text) {
    boolean same = text.length() == SHAPE.length();
    for (int i = 0; same && i < SHAPE.length(); i++) {
      char c = text.charAt(i);
      same = SHAPE.charAt(i) == '0' ? c >= '0' && c <= '9' : c == SHAPE.charAt(i);
    }
    return same;
  }

  private static int number(String text, int start, int end) {
    return Integer.parseInt(text, start, end, 10);
  }
}
