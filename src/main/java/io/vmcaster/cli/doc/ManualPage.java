package io.vmcaster.cli.doc;

import io.vmcaster.cli.ProgramVersion;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.error.ExitStatus;
import java.util.Locale;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The manual page vmcaster(1): its prose from a file, its options and statuses from the program.
 */
public final class ManualPage {
  private static final int WIDTH = 80;

  private ManualPage() {}

  /** The page, for {@code man} to format. */
  public static String text(CommandSpec model) {
    String text =
        Template.read("manual.roff")
            .replace("@DATE@", ProgramVersion.date())
            .replace("@VERSION@", ProgramVersion.text());
    text = Template.fill(text, "OPTIONS", options(model));
    return Template.fill(text, "STATUSES", statuses());
  }

  private static StringBuilder options(CommandSpec model) {
    StringBuilder out = new StringBuilder();
    for (ArgGroupSpec group : model.argGroups()) {
      out.append(".SS ").append(escape(group.heading())).append('\n');
      for (OptionSpec option : group.allOptionsNested()) {
        if (!option.hidden()) {
          append(out, option);
        }
      }
    }
    return out;
  }

  private static void append(StringBuilder out, OptionSpec option) {
    Flag flag = Flag.of(option);
    out.append(".TP\n");
    String separator = "";
    for (String name : flag.names()) {
      out.append(separator).append("\\fB").append(escape(name)).append("\\fR");
      separator = ", ";
    }
    out.append(flag.valueText("\\fI" + escape(flag.label()) + "\\fR")).append('\n');
    out.append(sentence(option.description()[0])).append('\n');
  }

  private static StringBuilder statuses() {
    StringBuilder out = new StringBuilder();
    for (ExitStatus status : ExitStatus.values()) {
      out.append(".TP\n\\fB").append(status.code()).append("\\fR\n");
      out.append(sentence(meaning(status))).append('\n');
    }
    return out;
  }

  private static String meaning(ExitStatus status) {
    return switch (status) {
      case DONE -> "done, or there was nothing to do";
      case INTERNAL -> "a fault in the program itself";
      case USAGE -> "the command line is impossible or unfinished";
      case CONFIGURATION -> "the configuration cannot be used";
      case NOT_FOUND -> "a list, image, endorser, key or local file is not there";
      case TEMPORARY -> "a temporary failure: try again later";
      case TRANSFER -> "a server refuses a transfer for good";
      case TRUST -> "key, certificate, endorser or signing";
      case INVALID -> "verification failed, or the input data is invalid";
      case LOCKED -> "another run holds what this one needs";
      case INTERRUPTED -> "interrupted";
    };
  }

  private static String sentence(String text) {
    String escaped = escape(text);
    return folded(escaped.substring(0, 1).toUpperCase(Locale.ROOT) + escaped.substring(1) + ".");
  }

  /** In lines that fit a terminal, which is how manual pages are written. */
  private static String folded(String text) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      boolean next = column > 0 && column + word.length() >= WIDTH;
      column = next ? 0 : column;
      out.append(next ? "\n" : column > 0 ? " " : "");
      out.append(next && word.matches("[.'].*") ? "\\&" : "").append(word);
      column += word.length() + 1;
    }
    return out.toString();
  }

  private static String escape(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replaceFirst("^([.'])", "\\\\&$1");
  }
}
