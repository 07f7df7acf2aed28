package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    return (place, problems) -> {
      for (String key : keys) {
        if (!place.lacks(key) && !isSafe(place.value(key))) {
          problems.add(key, key + " is not of the form YYYY-MM-DDTHH:MM:SSZ", mend(place, key));
        }
      }
    };
  }

  /** The keys, where they are there and not null, are dates that say which zone they mean. */
  static Check withZone(List<String> keys) {
    return (place, problems) -> {
      for (String key : keys) {
        if (!place.lacks(key) && instant(place, key).isEmpty()) {
          problems.add(key, key + " is not a date with its time zone", mend(place, key));
        }
      }
    };
  }

  /** The list was not made in the future. */
  static void notFromTheFuture(RuleContext place, Findings problems) {
    if (createdAfter(place, place.now())) {
      problems.add(Keys.CREATED, Keys.CREATED + " is in the future", place.commands().update());
    }
  }

  /** The list was made long enough ago for clocks that are slow. */
  static void backDated(RuleContext place, Findings problems) {
    Instant now = place.now();
    if (createdAfter(place, now.minus(CLOCK_SKEW)) && !createdAfter(place, now)) {
      problems.add(
          Keys.CREATED, Keys.CREATED + " is less than a minute ago", place.commands().update());
    }
  }

  /** The expiry is to come. */
  static void notExpired(RuleContext place, Findings problems) {
    if (expiresWithin(place, Duration.ZERO)) {
      problems.add(Keys.EXPIRES, Keys.EXPIRES + " is over", KeyChecks.mend(place, Keys.EXPIRES));
    }
  }

  /** The expiry is to come even where it is read as local time. */
  static void notExpiredAnywhere(RuleContext place, Findings problems) {
    if (expiresWithin(place, EASTERNMOST) && !expiresWithin(place, Duration.ZERO)) {
      problems.add(
          Keys.EXPIRES,
          Keys.EXPIRES + " is less than 14 hours away",
          KeyChecks.mend(place, Keys.EXPIRES));
    }
  }

  /** The expiry is near enough to mean something. */
  static void notForEver(RuleContext place, Findings problems) {
    if (!place.lacks(Keys.EXPIRES)
        && instant(place, Keys.EXPIRES).isPresent()
        && !expiresWithin(place, LONG_LIFE)) {
      problems.add(
          Keys.EXPIRES, Keys.EXPIRES + " is more than a year away", place.commands().update());
    }
  }

  private static boolean createdAfter(RuleContext place, Instant moment) {
    return instant(place, Keys.CREATED).filter(created -> created.isAfter(moment)).isPresent();
  }

  private static boolean expiresWithin(RuleContext place, Duration slack) {
    Instant until = place.now().plus(slack);
    return instant(place, Keys.EXPIRES).filter(expires -> expires.isBefore(until)).isPresent();
  }

  private static Optional<Instant> instant(RuleContext place, String key) {
    String text = place.text(key);
    return text == null ? Optional.empty() : LenientTimestamp.parse(text);
  }

  private static boolean isSafe(JsonNode value) {
    return value instanceof TextNode text && Timestamps.parse(text.textValue()).isPresent();
  }

  private static String mend(RuleContext place, String key) {
    Optional<Instant> meant = instant(place, key);
    return place.scope() == Scope.IMAGE && meant.isPresent()
        ? place.commands().set(key, Timestamps.format(meant.get()))
        : KeyChecks.mend(place, key);
  }
}
