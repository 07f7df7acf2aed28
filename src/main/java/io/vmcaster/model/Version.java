package io.vmcaster.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a list or image, ordered as vmcatcher orders them: it refuses a list whose version
 * is lower than the one it has (hepixvmitrust, {@code stringsort.py}).
 *
 * <p>The text is cut at {@code - , . /}, the delimiters being parts themselves. Parts are compared
 * one by one: numbers as numbers, a number before any text, text by its own runs of digits and
 * other characters. Of two with the same beginning the longer is the newer. The order agrees with
 * equality of meaning, not of text: {@code 01} and {@code 1} compare as equal.
 *
 * @param text the version as it is written
 */
public record Version(String text) implements Comparable<Version> {

  /** What a list or image without a version starts with. */
  public static final Version FIRST = new Version("0.0.1");

  private static final Pattern PARTS = Pattern.compile("[-,./]|[^-,./]+");
  private static final Pattern RUNS = Pattern.compile("[0-9]+|[^0-9]+");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");
  private static final Pattern ZEROS = Pattern.compile("^0+");

  /** The version in the metadata of a list or image; empty when there is none yet. */
  public static Optional<Version> in(ObjectNode metadata) {
    return Json.text(metadata, Keys.VERSION).filter(text -> !text.isEmpty()).map(Version::new);
  }

  /** Whether subscribers take this version after the other: it is higher. */
  public boolean isNewerThan(Version other) {
    return compareTo(other) > 0;
  }

  /**
   * The next version: the last number one higher. Where that would not be newer for subscribers, or
   * there is no number, a number is appended.
   */
  public Version next() {
    Version bumped = bumpLastNumber();
    return bumped.isNewerThan(this) ? bumped : new Version(text + ".1");
  }

  private Version bumpLastNumber() {
    Matcher numbers = DIGITS.matcher(text);
    int start = -1;
    int end = -1;
    while (numbers.find()) {
      start = numbers.start();
      end = numbers.end();
    }
    if (start < 0) {
      return FIRST;
    }
    String next = plusOne(text.substring(start, end));
    return new Version(text.substring(0, start) + next + text.substring(end));
  }

  /** The number one higher, without leading zeros; as text, for however many digits it has. */
  private static String plusOne(String number) {
    String digits = withoutZeros(number);
    int nines = digits.length();
    while (nines > 0 && digits.charAt(nines - 1) == '9') {
      nines--;
    }
    String zeros = "0".repeat(digits.length() - nines);
    if (nines == 0) {
      return "1" + zeros;
    }
    return digits.substring(0, nines - 1) + (char) (digits.charAt(nines - 1) + 1) + zeros;
  }

  private static String withoutZeros(String number) {
    return ZEROS.matcher(number).replaceFirst("");
  }

  @Override
  public int compareTo(Version other) {
    return compare(cut(text, PARTS), cut(other.text, PARTS), Version::compareParts);
  }

  private static int compare(List<String> mine, List<String> theirs, Comparator<String> order) {
    for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
      String left = mine.get(i);
      String right = theirs.get(i);
      int found = order.compare(left, right);
      // 01 and 1: vmcatcher looks no further
      if (found != 0 || (!left.equals(right) && isNumber(left) && isNumber(right))) {
        return found;
      }
    }
    return Integer.compare(mine.size(), theirs.size());
  }

  private static int compareParts(String left, String right) {
    return isNumber(left) || isNumber(right)
        ? compareRuns(left, right)
        : compare(cut(left, RUNS), cut(right, RUNS), Version::compareRuns);
  }

  /** Two numbers, a number and a text (the number is higher), or two texts without digits. */
  private static int compareRuns(String left, String right) {
    if (isNumber(left) != isNumber(right)) {
      return isNumber(left) ? 1 : -1;
    }
    if (!isNumber(left)) {
      return Integer.signum(left.compareTo(right));
    }
    String mine = withoutZeros(left);
    String theirs = withoutZeros(right);
    int byLength = Integer.compare(mine.length(), theirs.length());
    return byLength != 0 ? byLength : Integer.signum(mine.compareTo(theirs));
  }

  private static boolean isNumber(String part) {
    return DIGITS.matcher(part).matches();
  }

  private static List<String> cut(String line, Pattern pattern) {
    return pattern.matcher(line).results().map(MatchResult::group).toList();
  }

  @Override
  public String toString() {
    return text;
  }
}
