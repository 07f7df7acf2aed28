package io.vmcaster.cli.option;

import java.util.ArrayList;
import java.util.List;

/** Finds the options that somebody who mistyped one may have meant. */
final class Suggestions {

  private static final int MOST = 3;

  private Suggestions() {}

  /** The nearest shown names, nearest first; empty when none is near. */
  static List<String> of(String typed) {
    String name = typed.indexOf('=') < 0 ? typed : typed.substring(0, typed.indexOf('='));
    int limit = Math.max(2, name.length() / 4);
    List<String> found = new ArrayList<>();
    for (int distance = 1; distance <= limit && found.isEmpty(); distance++) {
      addAt(distance, name, found);
    }
    return found;
  }

  private static void addAt(int distance, String name, List<String> found) {
    for (Option option : Option.all()) {
      if (!option.hidden() && found.size() < MOST && distance(name, option.flag()) == distance) {
        found.add(option.flag());
      }
    }
  }

  /** How many letters must be added, taken away or changed. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
