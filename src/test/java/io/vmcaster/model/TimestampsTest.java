package io.vmcaster.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

  @Test
  void formatsWholeSecondsOfUtc() {
    assertThat(Timestamps.format(Instant.parse("2026-11-23T08:15:00.987Z")))
        .isEqualTo("2026-11-23T08:15:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-23T08:15:00Z", "2499-12-31T22:00:00Z", "2024-02-29T00:00:00Z"})
  void readsItsOwnForm(String text) {
    assertThat(Timestamps.parse(text)).contains(Instant.parse(text));
    assertThat(Timestamps.format(Timestamps.parse(text).orElseThrow())).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-11-23",
        "2026-11-23T08:15:00",
        "2026-11-23T08:15Z",
        "2026-11-23T08:15:00z",
        "2026-11-23t08:15:00Z",
        "2026-11-23 08:15:00Z",
        "2026-11-23T08:15:00.5Z",
        "2026-11-23T08:15:00+00:00",
        "2026-11-23T09:15:00+01:00",
        " 2026-11-23T08:15:00Z",
        "2026-11-23T08:15:00Z\n",
        "2026-11-31T08:15:00Z",
        "2025-02-29T08:15:00Z",
        "2026-13-01T08:15:00Z",
        "2026-11-23T24:00:00Z",
        "2026-11-23T08:60:00Z",
        "2026-11-23T08:15:60Z",
        "+12026-11-23T08:15:00Z",
        "-2026-11-23T08:15:00Z",
        "-026-11-23T08:15:00Z",
        "26-11-23T08:15:00Z",
        "tomorrow"
      })
  void refusesEveryOtherForm(String text) {
    assertThat(Timestamps.parse(text)).isEmpty();
  }
}
