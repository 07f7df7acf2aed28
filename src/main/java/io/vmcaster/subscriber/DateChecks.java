package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Timestamps;
import io.vmcaster.subscriber.Rule.Check;
import io.vmcaster.subscriber.Rule.Findings;
import io.vmcaster.subscriber.Rule.Scope;
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
    return (context, findings) -> {
      for (String key : keys) {
        if (!context.lacks(key) && !isSafe(context.value(key))) {
          findings.add(key, key + " is not of the form YYYY-MM-DDTHH:MM:SSZ", fix(context, key));
        }
      }
    };
  }

  /** The same, where nothing but blanks is as good as null. */
  static Check safeFormOrBlank(List<String> keys) {
    return (context, findings) ->
        safeForm(keys.stream().filter(key -> !isBlank(context, key)).toList())
            .find(context, findings);
  }

  private static boolean isBlank(RuleContext context, String key) {
    String text = context.text(key);
    return text != null && text.isBlank();
  }

  /** The keys, where they are there and not null, are dates that say which zone they mean. */
  static Check withZone(List<String> keys) {
    return (context, findings) -> {
      for (String key : keys) {
        if (!context.lacks(key) && instant(context, key).isEmpty()) {
          findings.add(key, key + " is not a date with its time zone", fix(context, key));
        }
      }
    };
  }

  /** The list was not made in the future. */
  static void notFromTheFuture(RuleContext context, Findings findings) {
    if (createdAfter(context, context.now())) {
      findings.add(Keys.CREATED, Keys.CREATED + " is in the future", context.commands().update());
    }
  }

  /** The list was made long enough ago for clocks that are slow. */
  static void backDated(RuleContext context, Findings findings) {
    Instant now = context.now();
    if (createdAfter(context, now.minus(CLOCK_SKEW)) && !createdAfter(context, now)) {
      findings.add(
          Keys.CREATED, Keys.CREATED + " is less than a minute ago", context.commands().update());
    }
  }

  /** The expiry is to come. */
  static void notExpired(RuleContext context, Findings findings) {
    if (expiresWithin(context, Duration.ZERO)) {
      findings.add(Keys.EXPIRES, Keys.EXPIRES + " is over", KeyChecks.fix(context, Keys.EXPIRES));
    }
  }

  /** The expiry is to come even where it is read as local time. */
  static void notExpiredAnywhere(RuleContext context, Findings findings) {
    if (expiresWithin(context, EASTERNMOST) && !expiresWithin(context, Duration.ZERO)) {
      findings.add(
          Keys.EXPIRES,
          Keys.EXPIRES + " is less than 14 hours away",
          KeyChecks.fix(context, Keys.EXPIRES));
    }
  }

  /** The expiry is near enough to mean something. */
  static void notForEver(RuleContext context, Findings findings) {
    if (!context.lacks(Keys.EXPIRES)
        && instant(context, Keys.EXPIRES).isPresent()
        && !expiresWithin(context, LONG_LIFE)) {
      findings.add(
          Keys.EXPIRES, Keys.EXPIRES + " is more than a year away", context.commands().update());
    }
  }

  private static boolean createdAfter(RuleContext context, Instant moment) {
    return instant(context, Keys.CREATED).filter(created -> created.isAfter(moment)).isPresent();
  }

  private static boolean expiresWithin(RuleContext context, Duration slack) {
    Instant until = context.now().plus(slack);
    return instant(context, Keys.EXPIRES).filter(expires -> expires.isBefore(until)).isPresent();
  }

  private static Optional<Instant> instant(RuleContext context, String key) {
    String text = context.text(key);
    return text == null ? Optional.empty() : LenientTimestamp.parse(text);
  }

  private static boolean isSafe(JsonNode value) {
    return value instanceof TextNode text && Timestamps.parse(text.textValue()).isPresent();
  }

  private static String fix(RuleContext context, String key) {
    Optional<Instant> meant = instant(context, key);
    return context.scope() == Scope.IMAGE && meant.isPresent()
        ? context.commands().set(key, Timestamps.format(meant.get()))
        : KeyChecks.fix(context, key);
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
}
