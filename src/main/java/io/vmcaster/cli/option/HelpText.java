package io.vmcaster.cli.option;

/** The help, made from the table of options. */
public final class HelpText {

  private static final int COLUMN = 34;
  private static final int WIDTH = 80;

  private static final String HEAD =
      """
      vmcaster keeps signed lists of virtual machine images and publishes them.

      Most of the time:
        vmcaster --imagelist-list
        vmcaster --imagelist UUID --imagelist-show
        vmcaster --imagelist-import-smime FILE
        vmcaster --image UUID --image-upload FILE --update
        vmcaster --imagelist UUID --update

      One action a run. A value may also follow its option after an equals sign.
      """;

  private static final String TAIL =
      """

      Environment: DISH_RDBMS, DISH_CFG, DISH_KEY, DISH_CERT, HOME
      Exit status: 0 done, 1 internal error, 2 usage, 3 configuration, 4 not found,
        5 try again later, 6 server refuses, 7 key or certificate, 8 invalid data,
        9 locked by another run, 130 interrupted
      """;

  private HelpText() {}

  /** The whole help, with its final line end. */
  public static String text() {
    StringBuilder out = new StringBuilder(HEAD);
    for (Group group : Group.values()) {
      out.append('\n').append(group.heading()).append(":\n");
      for (Option option : Option.all()) {
        if (option.group() == group && !option.hidden()) {
          append(out, option);
        }
      }
    }
    return out.append(TAIL).toString();
  }

  private static void append(StringBuilder out, Option option) {
    String left = "  " + String.join(", ", option.names()) + value(option);
    out.append(left);
    int column = left.length();
    if (column >= COLUMN) {
      out.append('\n');
      column = 0;
    }
    out.append(" ".repeat(COLUMN - column));
    wrap(out, option.description());
    out.append('\n');
  }

  /** How the value of an option is written in the help. */
  public static String value(Option option) {
    return switch (option.arity()) {
      case NONE -> "";
      case OPTIONAL -> " [" + option.label() + "]";
      case REQUIRED -> " " + option.label();
    };
  }

  private static void wrap(StringBuilder out, String text) {
    int column = COLUMN;
    for (String word : text.split(" ")) {
      if (column > COLUMN && column + 1 + word.length() > WIDTH) {
        out.append('\n').append(" ".repeat(COLUMN));
        column = COLUMN;
      } else if (column > COLUMN) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += word.length();
    }
  }
}
