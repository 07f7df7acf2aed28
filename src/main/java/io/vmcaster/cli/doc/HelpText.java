package io.vmcaster.cli.doc;

import io.vmcaster.cli.option.Flag;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The help: what picocli's model holds, in picocli's columns. */
public final class HelpText {

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
  public static String text(CommandSpec model) {
    StringBuilder out = new StringBuilder(HEAD);
    for (ArgGroupSpec group : model.argGroups()) {
      TextTable table =
          TextTable.forColumns(
              Help.defaultColorScheme(Ansi.OFF),
              new Column(34, 2, Overflow.SPAN),
              new Column(46, 0, Overflow.WRAP));
      for (OptionSpec option : group.allOptionsNested()) {
        if (!option.hidden()) {
          table.addRowValues(left(Flag.of(option)), option.description()[0]);
        }
      }
      out.append('\n').append(group.heading()).append(":\n").append(table);
    }
    return out.append(TAIL).toString();
  }

  private static String left(Flag flag) {
    return String.join(", ", flag.names()) + flag.valueText(flag.label());
  }
}
