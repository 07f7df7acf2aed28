package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.context.Environment;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * picocli's model of the command line: what it is parsed by, and what help, completion and manual
 * page are made from.
 */
public final class CommandLineModel {

  private CommandLineModel() {}

  /** The whole model, its options in groups under the headings of the help. */
  public static CommandSpec whole() {
    Options options = new Options(Environment.ofProcess());
    return of(options, Commands.all(options), new ArrayList<>());
  }

  /**
   * The model of some actions.
   *
   * @param given receives what the command line gives
   */
  static CommandSpec of(Options options, List<Command> commands, List<Flag.Given> given) {
    Set<Flag> flags = new LinkedHashSet<>(options.selection().flags());
    for (Command command : commands) {
      flags.addAll(command.flags());
    }
    flags.addAll(options.settings().flags());
    flags.addAll(options.output().flags());
    CommandSpec model = CommandSpec.wrapWithoutInspection(given).name("vmcaster");
    for (Heading heading : Heading.values()) {
      addGroup(model, heading, flags);
    }
    return model;
  }

  private static void addGroup(CommandSpec model, Heading heading, Set<Flag> flags) {
    ArgGroupSpec.Builder group = ArgGroupSpec.builder().heading(heading.text()).validate(false);
    for (Flag flag : flags) {
      if (flag.heading() == heading) {
        group.addArg(flag.spec());
      }
    }
    if (!group.args().isEmpty()) {
      model.addArgGroup(group.build());
    }
  }
}
