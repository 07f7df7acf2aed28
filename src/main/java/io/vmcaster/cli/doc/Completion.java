package io.vmcaster.cli.doc;

import io.vmcaster.cli.option.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The completions for bash and zsh, made from the model. picocli's own script can offer fixed words
 * alone; these ask the database of the command line for identifiers.
 */
public final class Completion {

  private Completion() {}

  /** The script that bash sources. */
  public static String bash(CommandSpec model) {
    List<String> names = new ArrayList<>();
    Map<String, String> cases = new TreeMap<>();
    for (OptionSpec option : model.options()) {
      Flag flag = Flag.of(option);
      if (!option.hidden()) {
        names.addAll(flag.names());
      }
      if (!flag.label().isEmpty()) {
        cases.merge(
            bashValue(flag), String.join(" | ", option.names()), (all, more) -> all + " | " + more);
      }
    }
    StringBuilder values = new StringBuilder();
    cases.forEach(
        (value, options) ->
            values.append("    ").append(options).append(") ").append(value).append(" ;;\n"));
    String text =
        Template.fill(
            Template.read("completion.bash"),
            "OPTIONS",
            "  options='" + String.join(" ", names) + "'\n");
    return Template.fill(text, "VALUES", values);
  }

  private static String bashValue(Flag flag) {
    return flag.choices().isEmpty()
        ? "kind=" + kind(flag)
        : "kind=word words='" + String.join(" ", flag.choices()) + "'";
  }

  /** The function file that zsh loads as {@code _vmcaster}. */
  public static String zsh(CommandSpec model) {
    StringBuilder options = new StringBuilder();
    for (OptionSpec option : model.options()) {
      if (!option.hidden()) {
        append(options, option);
      }
    }
    return Template.fill(Template.read("completion.zsh"), "OPTIONS", options);
  }

  private static void append(StringBuilder out, OptionSpec option) {
    Flag flag = Flag.of(option);
    String names = String.join(" ", flag.names());
    String exclusions = option.isMultiValue() ? "*" : "(" + names + ")";
    for (String name : flag.names()) {
      out.append("    '").append(exclusions).append(name);
      if (!flag.label().isEmpty()) {
        out.append(name.startsWith("--") ? "=" : "+");
      }
      out.append('[').append(escape(option.description()[0])).append(']');
      out.append(zshValue(flag)).append("'\n");
    }
  }

  private static String zshValue(Flag flag) {
    if (flag.label().isEmpty()) {
      return "";
    }
    String colons = flag.isValueOptional() ? "::" : ":";
    return colons + escape(flag.label()) + ":" + zshAction(flag);
  }

  private static String zshAction(Flag flag) {
    if (!flag.choices().isEmpty()) {
      return "(" + escape(String.join(" ", flag.choices())) + ")";
    }
    return switch (kind(flag)) {
      case "file" -> "_files";
      case "directory" -> "_files -/";
      case "other" -> "";
      default -> "_vmcaster_" + kind(flag);
    };
  }

  /** What the value of an option is, as the shells' templates call it. */
  private static String kind(Flag flag) {
    return switch (flag.label()) {
      case "UUID" -> flag.name().startsWith("--imagelist") ? "list" : "image";
      case "IMAGE" -> "image";
      case "DN" -> "endorser";
      case "FILE", "FILE|URL" -> "file";
      case "DIR" -> "directory";
      default -> "other";
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
