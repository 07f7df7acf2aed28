package io.vmcaster.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The table of options as picocli's model, for what picocli makes of it: the completion. */
public final class CommandModel {

  private CommandModel() {}

  /** The program with all its options; the hidden ones are marked so. */
  public static CommandSpec create() {
    CommandSpec spec = CommandSpec.create().name("vmcaster");
    for (Option option : Option.all()) {
      spec.addOption(option(option, option.names(), option.hidden()));
      if (option.laterNames().length > 0) {
        spec.addOption(option(option, option.laterNames(), true));
      }
    }
    return spec;
  }

  private static OptionSpec option(Option option, String[] names, boolean hidden) {
    String[] others = new String[names.length - 1];
    System.arraycopy(names, 1, others, 0, others.length);
    return OptionSpec.builder(names[0], others)
        .hidden(hidden)
        .description(option.description())
        .paramLabel(option.label())
        .type(type(option))
        .arity(arity(option))
        .build();
  }

  private static Class<?> type(Option option) {
    if (option.arity() == Arity.NONE) {
      return boolean.class;
    }
    return option.repeatable() ? String[].class : String.class;
  }

  private static String arity(Option option) {
    return switch (option.arity()) {
      case NONE -> "0";
      case OPTIONAL -> "0..1";
      case REQUIRED -> "1";
    };
  }
}
