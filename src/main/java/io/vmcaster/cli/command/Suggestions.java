package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options that somebody who mistyped one may have meant. picocli knows those alone that begin
 * with the same letters.
 */
final class Suggestions {

  private static final int MOST = 3;

  private Suggestions() {}

  /** Advice that names the nearest options, or the help when none is near. */
  static String of(String name, CommandSpec model) {
    int limit = Math.max(2, name.length() / 4);
    for (int distance = 1; distance <= limit; distance++) {
      List<String> near = at(distance, name, model);
      if (!near.isEmpty()) {
        return "Did you mean " + String.join(" or ", near) + "?";
      }
    }
    return "See 'vmcaster --help'.";
  }

  private static List<String> at(int distance, String name, CommandSpec model) {
    List<String> found = new ArrayList<>();
    for (OptionSpec option : model.options()) {
      Flag flag = Flag.of(option);
      if (!flag.isHidden() && found.size() < MOST && distance(name, flag.name()) == distance) {
        found.add(flag.name());
      }
    }
    return found;
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
