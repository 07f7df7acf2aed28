package io.vmcaster.subscriber;

import io.vmcaster.model.Timestamps;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Optional;

/** Dates as lists have them, beyond the one safe form. */
final class LenientTimestamp {

  /** A date with its offset from UTC: {@code 2026-11-23T09:15:00.25+01:00} and close relatives. */
  private static final DateTimeFormatter WITH_OFFSET =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral('T')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  /** How many characters a day takes: {@code 2026-11-23}. */
  private static final int DAY = 10;

  private LenientTimestamp() {}

  /**
   * The instant that a text means beyond doubt: in the one safe form, or with an offset. Empty for
   * a date without a zone, a day without a time, and everything else.
   */
  static Optional<Instant> parse(String text) {
    Optional<Instant> safe = Timestamps.parse(text);
    return safe.isPresent() ? safe : withOffset(text);
  }

  private static Optional<Instant> withOffset(String text) {
    boolean blank = text.length() > DAY && text.charAt(DAY) == ' ';
    String joined = blank ? text.substring(0, DAY) + "T" + text.substring(DAY + 1) : text;
    try {
      return Optional.of(OffsetDateTime.parse(joined, WITH_OFFSET).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
