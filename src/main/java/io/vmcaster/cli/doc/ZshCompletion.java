package io.vmcaster.cli.doc;

import io.vmcaster.cli.option.Arity;
import io.vmcaster.cli.option.Option;
import java.util.Locale;

/** The completion for zsh. */
public final class ZshCompletion {
  private ZshCompletion() {}

  /** The function file that zsh loads as {@code _vmcaster}. */
  public static String text() {
    StringBuilder options = new StringBuilder();
    for (Option option : Option.all()) {
      if (!option.hidden()) {
        append(options, option);
      }
    }
    return Template.fill(Template.read("completion.zsh"), "OPTIONS", options);
  }

  private static void append(StringBuilder out, Option option) {
    for (String name : option.names()) {
      out.append("    '").append(exclusions(option)).append(name);
      if (option.arity() != Arity.NONE) {
        out.append(name.startsWith("--") ? "=" : "+");
      }
      out.append('[').append(escape(option.description())).append(']');
      out.append(value(option)).append("'\n");
    }
  }

  private static String exclusions(Option option) {
    return option.repeatable() ? "*" : "(" + String.join(" ", option.names()) + ")";
  }

  private static String value(Option option) {
    if (option.arity() == Arity.NONE) {
      return "";
    }
    String colons = option.arity() == Arity.OPTIONAL ? "::" : ":";
    return colons + escape(option.label()) + ":" + action(ValueKind.of(option));
  }

  private static String action(ValueKind kind) {
    return switch (kind) {
      case FILE -> "_files";
      case DIRECTORY -> "_files -/";
      case OTHER, NONE -> "";
      default -> "_vmcaster_" + kind.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("[", "\\[")
        .replace("]", "\\]")
        .replace(":", "\\:")
        .replace("'", "'\\''");
  }
}
