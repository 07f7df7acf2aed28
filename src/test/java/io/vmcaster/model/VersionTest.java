package io.vmcaster.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VersionTest {

  /** What the original comparison answers: old, new, and whether new is newer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "1 2 1",
        "9 10 1",
        "1.9 1.10 1",
        "1.0 1.0.1 1",
        "1.0 1.0.0 1",
        "1.0a 1.0b 1",
        "v9 v10 1",
        "2.7.2-1-2 2.7.2-1-10 1",
        "01 1 0",
        "01a 1a 0",
        "1 1 0",
        "1.0rc1 1.0rc10 1",
        "1.0rc10 1.0 1",
        "1.0a 1.0 1",
        "1.0-1 1.0.1 1",
        "v1.1 1.0 1",
        "latest 0.0.1 1",
        "20141029 20150618211400 1",
        "1.0-rc1 1.0 -1",
        "1.0.rc1 1.0 -1",
        "1.0 v1.1 -1",
        "1.0 1 -1",
        "1.0 1,0 -1"
      })
  void ordersAsVmcatcherDoes(String old, String now, int order) {
    assertOrder(old, now, order);
  }

  @Test
  void ordersPairsMadeByChanceAsVmcatcherDoes() throws IOException {
    for (String line : lines()) {
      if (!line.startsWith("#")) {
        String[] parts = line.split(" ");
        assertOrder(parts[0], parts[1], Integer.parseInt(parts[2]));
      }
    }
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                VersionTest.class.getResourceAsStream("version-order.txt"),
                StandardCharsets.US_ASCII))) {
      return reader.lines().toList();
    }
  }

  private static void assertOrder(String old, String now, int order) {
    Version left = new Version(old);
    Version right = new Version(now);
    assertThat(Integer.signum(right.compareTo(left))).as(old + " to " + now).isEqualTo(order);
    assertThat(Integer.signum(left.compareTo(right))).as(now + " to " + old).isEqualTo(-order);
    assertThat(right.isNewerThan(left)).isEqualTo(order > 0);
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.1, 0.0.2",
    "2.7.2-1-2, 2.7.2-1-3",
    "1.0-rc1, 1.0-rc2",
    "1.0-beta, 1.1-beta",
    "0.0.09, 0.0.10",
    "1.0a, 1.1a",
    "v2014, v2015",
    "9, 10",
    "999, 1000",
    "0, 1",
    "000, 1",
    "20150618211400, 20150618211401",
    "18446744073709551615, 18446744073709551616",
    "latest, 0.0.1"
  })
  void nextRaisesTheLastNumber(String text, String next) {
    assertThat(new Version(text).next().text()).isEqualTo(next);
  }

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nextIsAlwaysNewer(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      Version version = new Version(any(random));
      assertThat(version.next().isNewerThan(version)).as(version.text()).isTrue();
      assertThat(version.compareTo(new Version(version.text()))).isZero();
    }
  }

  private static String any(Random random) {
    String letters = "0019abrcv.-,/ _\u00fc\u0661";
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(10); i >= 0; i--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }

  @Test
  void aMillionDigitsTakeNoTime() {
    Version long1 = new Version("1".repeat(1_000_000));
    Version long2 = new Version("1".repeat(999_999) + "2");
    assertThat(long1.next()).isEqualTo(long2);
    assertThat(long2.isNewerThan(long1)).isTrue();
  }
}
