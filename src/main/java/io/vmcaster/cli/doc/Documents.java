package io.vmcaster.cli.doc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmcaster.cli.ProgramVersion;
import io.vmcaster.cli.command.Commands;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.error.ExitStatus;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The manual page and the completions for shells, made from picocli's model: printed on demand, and
 * written into a directory for packages and installers.
 *
 * <p>picocli's own script can complete to fixed words alone; these ask the database of the command
 * line for identifiers.
 */
public final class Documents {
  // RFC 1952: a byte of the header, and its value for the best compression
  private static final int EXTRA_FLAGS = 8;
  private static final byte SLOWEST = 2;

  private static final int WIDTH = 80;

  private Documents() {}

  /**
   * Writes them all.
   *
   * @param arguments the directory, made when it is not there; a change log to be packed, if any
   */
  public static void main(String[] arguments) throws IOException {
    CommandSpec model = Commands.model();
    String page = manualPage(model);
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    Files.writeString(directory.resolve("vmcaster.1"), page);
    Files.writeString(directory.resolve("vmcaster.bash"), bash(model));
    Files.writeString(directory.resolve("_vmcaster"), zsh(model));
    Files.write(directory.resolve("vmcaster.1.gz"), packed(page.getBytes(UTF_8)));
    if (arguments.length > 1) {
      Files.write(
          directory.resolve("changelog.gz"), packed(Files.readAllBytes(Path.of(arguments[1]))));
    }
  }

  /** As small as {@code gzip -9n} makes it, and said to be: Debian asks for both. */
  private static byte[] packed(byte[] text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new BestGzip(bytes)) {
      out.write(text);
    }
    byte[] packed = bytes.toByteArray();
    packed[EXTRA_FLAGS] = SLOWEST;
    return packed;
  }

  /**
   * The manual page vmcaster(1): its prose from a file, its options and statuses from the program.
   */
  public static String manualPage(CommandSpec model) {
    String text =
        read("manual.roff")
            .replace("@DATE@", ProgramVersion.date())
            .replace("@VERSION@", ProgramVersion.text());
    text = fill(text, "OPTIONS", options(model));
    return fill(text, "STATUSES", statuses());
  }

  private static StringBuilder options(CommandSpec model) {
    StringBuilder out = new StringBuilder();
    for (ArgGroupSpec group : model.argGroups()) {
      out.append(".SS ").append(roff(group.heading())).append('\n');
      for (OptionSpec option : group.allOptionsNested()) {
        if (!option.hidden()) {
          appendToPage(out, option);
        }
      }
    }
    return out;
  }

  private static void appendToPage(StringBuilder out, OptionSpec option) {
    Flag flag = Flag.of(option);
    out.append(".TP\n\\fB");
    out.append(String.join("\\fR, \\fB", flag.names()).replace("-", "\\-")).append("\\fR");
    out.append(flag.valueText("\\fI" + roff(flag.label()) + "\\fR")).append('\n');
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
      case TRUST -> "a key, certificate, endorser, signature or server is not accepted";
      case INVALID -> "verification failed, or the input data is invalid";
      case LOCKED -> "another run holds what this one needs";
      case INTERRUPTED -> "interrupted";
    };
  }

  private static String sentence(String text) {
    String escaped = roff(text);
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

  private static String roff(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replaceFirst("^([.'])", "\\\\&$1");
  }

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
        fill(read("completion.bash"), "OPTIONS", "  options='" + String.join(" ", names) + "'\n");
    return fill(text, "VALUES", values);
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
        appendToZsh(options, option);
      }
    }
    return fill(read("completion.zsh"), "OPTIONS", options);
  }

  private static void appendToZsh(StringBuilder out, OptionSpec option) {
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

  /** The text of a resource beside this class. */
  private static String read(String name) {
    try (InputStream in = Documents.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts lines in the place of a text's line {@code @NAME@}. */
  private static String fill(String text, String name, CharSequence lines) {
    return text.replace("@" + name + "@\n", lines);
  }

  /** The best that there is. */
  private static final class BestGzip extends GZIPOutputStream {
    BestGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_COMPRESSION);
    }
  }
}
