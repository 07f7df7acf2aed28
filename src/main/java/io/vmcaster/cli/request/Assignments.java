package io.vmcaster.cli.request;

import io.vmcaster.cli.option.Arguments;
import io.vmcaster.cli.option.Option;
import io.vmcaster.error.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.service.edit.Assignment;
import io.vmcaster.service.edit.MetadataKeys;
import java.util.ArrayList;
import java.util.List;

/** Pairs the keys of a command line with their values: the first with the first, and so on. */
final class Assignments {

  private Assignments() {}

  /** Whether an option gives a metadata value, which alone may be empty. */
  static boolean isValue(Option option) {
    return option == Option.ENDORSER_VALUE
        || option == Option.IMAGELIST_VALUE
        || option == Option.IMAGE_VALUE;
  }

  /** What is set of an item of that kind; files of values come first. */
  static List<Assignment> of(Arguments arguments, Item.Kind kind) {
    List<Assignment> assignments = new ArrayList<>();
    arguments.value(values(kind)).ifPresent(file -> assignments.add(new Assignment.FromFile(file)));
    pair(arguments, kind, assignments);
    return assignments;
  }

  private static void pair(Arguments arguments, Item.Kind kind, List<Assignment> assignments) {
    List<String> keys = arguments.values(setter(kind));
    List<Arguments.Given> values = values(arguments, kind);
    for (int i = 0; i < keys.size(); i++) {
      MetadataKeys.requireSettable(kind, keys.get(i));
      if (i >= values.size()) {
        throw new UsageFailure(
            setter(kind) + " " + keys.get(i) + " lacks its value",
            "Add " + value(kind) + " VALUE or " + valueFile(kind) + " FILE.");
      }
      assignments.add(assignment(keys.get(i), values.get(i)));
    }
    if (values.size() > keys.size()) {
      throw new UsageFailure(
          values.get(keys.size()).option() + " lacks its key: " + setter(kind) + " KEY", null);
    }
  }

  private static Assignment assignment(String key, Arguments.Given value) {
    String text = value.value().orElse("");
    return isValue(value.option())
        ? new Assignment.Value(key, text)
        : new Assignment.ValueFile(key, text);
  }

  private static List<Arguments.Given> values(Arguments arguments, Item.Kind kind) {
    List<Arguments.Given> values = new ArrayList<>();
    for (Arguments.Given given : arguments.all()) {
      if (given.option() == value(kind) || given.option() == valueFile(kind)) {
        values.add(given);
      }
    }
    return values;
  }

  private static Option setter(Item.Kind kind) {
    return switch (kind) {
      case LIST -> Option.IMAGELIST_KEY_SET;
      case IMAGE -> Option.IMAGE_KEY_SET;
      case ENDORSER -> Option.ENDORSER_KEY_SET;
    };
  }

  private static Option value(Item.Kind kind) {
    return switch (kind) {
      case LIST -> Option.IMAGELIST_VALUE;
      case IMAGE -> Option.IMAGE_VALUE;
      case ENDORSER -> Option.ENDORSER_VALUE;
    };
  }

  private static Option valueFile(Item.Kind kind) {
    return switch (kind) {
      case LIST -> Option.IMAGELIST_VALUE_FILE;
      case IMAGE -> Option.IMAGE_VALUE_FILE;
      case ENDORSER -> Option.ENDORSER_VALUE_FILE;
    };
  }

  private static Option values(Item.Kind kind) {
    return switch (kind) {
      case LIST -> Option.IMAGELIST_VALUES;
      case IMAGE -> Option.IMAGE_VALUES;
      case ENDORSER -> Option.ENDORSER_VALUES;
    };
  }
}
