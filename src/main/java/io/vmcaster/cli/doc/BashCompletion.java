package io.vmcaster.cli.doc;

import io.vmcaster.cli.option.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The completion for bash. */
public final class BashCompletion {
  private BashCompletion() {}

  /** The script that bash sources. */
  public static String text() {
    String text = Template.fill(Template.read("completion.bash"), "OPTIONS", options());
    return Template.fill(text, "VALUES", values());
  }

  private static String options() {
    List<String> names = new ArrayList<>();
    for (Option option : Option.all()) {
      if (!option.hidden()) {
        names.addAll(List.of(option.names()));
      }
    }
    return "  options='" + String.join(" ", names) + "'\n";
  }

  private static StringBuilder values() {
    StringBuilder cases = new StringBuilder();
    for (ValueKind kind : ValueKind.values()) {
      List<String> names = namesOf(kind);
      if (kind != ValueKind.NONE && !names.isEmpty()) {
        cases.append("    ").append(String.join(" | ", names)).append(") ");
        cases.append("kind=").append(kind.name().toLowerCase(Locale.ROOT)).append(" ;;\n");
      }
    }
    return cases;
  }

  private static List<String> namesOf(ValueKind kind) {
    List<String> names = new ArrayList<>();
    for (Option option : Option.all()) {
      if (ValueKind.of(option) == kind) {
        names.addAll(List.of(option.names()));
        names.addAll(List.of(option.laterNames()));
      }
    }
    return names;
  }
}
