package io.vmcaster.subscriber;

import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Timestamps;
import io.vmcaster.subscriber.Rule.Check;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Checks of dates (format 1.5). */
final class DateChecks {

  /** How far ahead of UTC the easternmost local time is. */
  private static final Duration EASTERNMOST = Duration.ofHours(14);

  /** How far apart the clocks of a publisher and a subscriber may well be. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  /** A list that lives longer than this is as good as never checked again. */
  private static final Duration LONG_LIFE = Duration.ofDays(366);

  private DateChecks() {}

  /** The keys, where they are there and not null, are dates in the one safe form. */
  static Check safeForm(List<String> keys) {
    return form(keys, DateChecks::isSafe, "is not of the form YYYY-MM-DDTHH:MM:SSZ");
  }

  /** The same, where nothing but blanks is as good as null. */
  static Check safeFormOrBlank(List<String> keys) {
    return form(
        keys,
        text -> isSafe(text) || (text != null && text.isBlank()),
        "is not of the form YYYY-MM-DDTHH:MM:SSZ");
  }

  /** The keys, where they are there and not null, are dates that say which zone they mean. */
  static Check withZone(List<String> keys) {
    return form(keys, text -> instant(text).isPresent(), "is not a date with its time zone");
  }

  private static Check form(List<String> keys, Predicate<String> good, String what) {
    return part -> {
      for (String key : keys) {
        if (!part.lacks(key) && !good.test(part.text(key))) {
          part.wrong(key, what, fix(part, key));
        }
      }
    };
  }

  private static boolean isSafe(String text) {
    return text != null && Timestamps.parse(text).isPresent();
  }

  private static String fix(RuleContext part, String key) {
    Optional<Instant> meant = instant(part.text(key));
    return part.kind() == Kind.IMAGE && meant.isPresent()
        ? part.commands().set(key, Timestamps.format(meant.get()))
        : part.commands().give(key);
  }

  /** The list was not made in the future. */
  static Check notFromTheFuture() {
    return no(Keys.CREATED, Instant::isAfter, "is in the future");
  }

  /** The list was made long enough ago for clocks that are slow. */
  static Check backDated() {
    return no(
        Keys.CREATED,
        (created, now) -> created.isAfter(now.minus(CLOCK_SKEW)) && !created.isAfter(now),
        "is less than a minute ago");
  }

  /** The expiry is to come. */
  static Check notExpired() {
    return no(Keys.EXPIRES, Instant::isBefore, "is over");
  }

  /** The expiry is to come even where it is read as local time. */
  static Check notExpiredAnywhere() {
    return no(
        Keys.EXPIRES,
        (expires, now) -> expires.isBefore(now.plus(EASTERNMOST)) && !expires.isBefore(now),
        "is less than 14 hours away");
  }

  /** The expiry is near enough to mean something. */
  static Check notForEver() {
    return no(
        Keys.EXPIRES,
        (expires, now) -> !expires.isBefore(now.plus(LONG_LIFE)),
        "is more than a year away");
  }

  /** A date, where it is one, is not of a kind, as seen from now. */
  private static Check no(String key, BiPredicate<Instant, Instant> kind, String what) {
    return part -> {
      if (instant(part.text(key)).filter(date -> kind.test(date, part.now())).isPresent()) {
        part.wrong(key, what);
      }
    };
  }

  private static Optional<Instant> instant(String text) {
    return text == null ? Optional.empty() : LenientTimestamp.parse(text);
  }

  /** Dates as lists have them, beyond the one safe form. */
  static final class LenientTimestamp {

    /**
     * A date with its offset from UTC: {@code 2026-11-23T09:15:00.25+01:00} and close relatives.
     */
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
     * The instant that a text means beyond doubt: in the one safe form, or with an offset. Empty
     * for a date without a zone, a day without a time, and everything else.
     */
    static Optional<Instant> parse(String text) {
      boolean blank = text.length() > DAY && text.charAt(DAY) == ' ';
      String joined = blank ? text.substring(0, DAY) + "T" + text.substring(DAY + 1) : text;
      try {
        return Optional.of(OffsetDateTime.parse(joined, WITH_OFFSET).toInstant());
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }
  }
}
