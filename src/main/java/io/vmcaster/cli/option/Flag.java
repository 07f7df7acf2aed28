package io.vmcaster.cli.option;

import io.vmcaster.error.Failure.UsageFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Range;

/**
 * One option of the command line: its declaration in picocli's model, and what was given for it.
 *
 * <p>picocli finds options in a command line, takes {@code --name=VALUE}, {@code -dVALUE} and
 * {@code -vv} apart and refuses what is unknown. Which argument is a value is said here: one that
 * an option must have is taken whatever it looks like ({@code --image-value --json}); one that it
 * may have is not taken when it looks like the next option ({@code --image-del --json}). picocli
 * knows either rule for all options or for none.
 */
public final class Flag {

  private static final Range NONE = new Range(0, 0, false, false, "0");
  private static final Range OPTIONAL = new Range(0, 1, false, false, "0..1");
  private static final Range REQUIRED = new Range(1, 1, false, false, "1");

  private final Heading heading;
  private final String[] names;
  private final int shown;
  private final String description;
  private final List<Given> given = new ArrayList<>();
  private Range arity = NONE;
  private String label = "";
  private boolean repeatable;
  private boolean mayBeEmpty;
  private List<String> choices = List.of();

  /**
   * An option that takes no value, unless it is told otherwise.
   *
   * @param declaration its names, a short one first, and what it does, in a line without a final
   *     dot: {@code "-h --help: print this help"}; names that only the original's later releases
   *     know follow after a bar and are not shown: {@code "--image | --select-image: the image"};
   *     without what it does, it is not shown at all
   */
  public Flag(Heading heading, String declaration) {
    int bar = declaration.indexOf(" | ");
    int colon = declaration.indexOf(": ");
    this.heading = heading;
    this.names = namesOf(declaration);
    this.shown = bar < 0 ? names.length : namesOf(declaration.substring(0, bar)).length;
    this.description = colon < 0 ? "" : declaration.substring(colon + 2);
  }

  /** The single names in a declaration. */
  public static String[] namesOf(String declaration) {
    int colon = declaration.indexOf(": ");
    String all = colon < 0 ? declaration : declaration.substring(0, colon);
    return all.replace(" |", "").split(" ");
  }

  /** It must have a value, which is called so. */
  public Flag takes(String value) {
    label = value;
    arity = REQUIRED;
    return this;
  }

  /** It may have a value, which is called so. */
  public Flag mayTake(String value) {
    label = value;
    arity = OPTIONAL;
    return this;
  }

  /** It may be given several times. */
  public Flag repeatable() {
    repeatable = true;
    return this;
  }

  /** Its value may be empty. */
  public Flag orEmpty() {
    mayBeEmpty = true;
    return this;
  }

  /** What its value can be completed to, and what {@link #chosen} accepts. */
  public Flag from(List<String> values) {
    choices = values;
    return this;
  }

  /** Its declaration for picocli; whatever is given for it comes back here. */
  public OptionSpec spec() {
    OptionSpec.Builder builder =
        OptionSpec.builder(names[0], Arrays.copyOfRange(names, 1, names.length))
            .userObject(this)
            .arity(arity)
            .description(description)
            .hidden(isHidden())
            .preprocessor(new Values());
    if (arity.equals(NONE)) {
      return builder.type(repeatable ? boolean[].class : boolean.class).build();
    }
    builder.paramLabel(label).completionCandidates(choices.isEmpty() ? null : choices);
    return repeatable
        ? builder.type(List.class).auxiliaryTypes(String.class).build()
        : builder.type(String.class).build();
  }

  /** The flag that a declaration was made of. */
  public static Flag of(ArgSpec spec) {
    return (Flag) spec.userObject();
  }

  /** Whether it was given. */
  public boolean isGiven() {
    return !given.isEmpty();
  }

  /** What was given, in order. */
  public List<Given> all() {
    return given;
  }

  /** Its value; empty when it, or its value, was not given. */
  public Optional<String> value() {
    return given.isEmpty() ? Optional.empty() : Optional.ofNullable(given.get(0).value());
  }

  /** Its values, in order. */
  public List<String> values() {
    return given.stream().map(Given::value).toList();
  }

  /**
   * Its values, each one of those that it can be, in lower case.
   *
   * @throws UsageFailure when one is none of them
   */
  public List<String> chosen() {
    List<String> chosen = new ArrayList<>();
    for (String value : values()) {
      String choice = value.toLowerCase(Locale.ROOT);
      if (!choices.contains(choice)) {
        throw new UsageFailure(
            this + " does not know '" + value + "'",
            "It knows " + String.join(", ", choices) + ".");
      }
      chosen.add(choice);
    }
    return chosen;
  }

  /**
   * Its value as a whole number.
   *
   * @throws UsageFailure when it is none, or out of bounds
   */
  public Optional<Integer> number(int least, int most) {
    Optional<String> text = value();
    return text.isEmpty() ? Optional.empty() : Optional.of(number(name(), text.get(), least, most));
  }

  /**
   * A whole number.
   *
   * @param name what it is given as, for the message
   * @throws UsageFailure when the text is none, or out of bounds
   */
  static int number(String name, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text.strip());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, in the same words
    }
    throw new UsageFailure(
        name + " is '" + text + "', not a whole number from " + least + " to " + most, null);
  }

  /**
   * Refuses what an option cannot be.
   *
   * @throws UsageFailure when it was given twice, or has an empty value
   */
  public void check() {
    if (given.size() > 1 && !repeatable) {
      throw new UsageFailure(this + " is given twice", null);
    }
    for (Given each : given) {
      if (each.value() != null && each.value().isBlank() && !mayBeEmpty) {
        throw new UsageFailure(this + " has an empty value", null);
      }
    }
  }

  /** The heading it stands under. */
  public Heading heading() {
    return heading;
  }

  /** Whether help and documents leave it out: it is there for older scripts. */
  public boolean isHidden() {
    return description.isEmpty();
  }

  /** The names that are shown, a short one first. */
  public List<String> names() {
    return List.of(names).subList(0, shown);
  }

  /** What its value is called; empty when it has none. */
  public String label() {
    return label;
  }

  /**
   * How its value stands behind its names in help and manual.
   *
   * @param value what its value is called there
   */
  public String valueText(String value) {
    if (arity.equals(NONE)) {
      return "";
    }
    return arity.equals(OPTIONAL) ? " [" + value + "]" : " " + value;
  }

  /** Whether its value may be left out. */
  public boolean isValueOptional() {
    return arity.equals(OPTIONAL);
  }

  /** What its value can be; empty when there is no such list. */
  public List<String> choices() {
    return choices;
  }

  /** Its long name, for messages. */
  public String name() {
    return names[shown - 1];
  }

  /** Its long name, and its value if it must have one, for messages that name what is missing. */
  public String withValue() {
    return arity.equals(REQUIRED) ? name() + " " + label : name();
  }

  @Override
  public String toString() {
    return name();
  }

  /**
   * What was given once.
   *
   * @param flag for which option
   * @param value its value; null when it has none
   * @param attached whether the value was in the same argument, as in {@code --image=UUID}
   * @param position how many options were given before
   */
  public record Given(Flag flag, String value, boolean attached, int position) {

    /** Whether the value is an argument of its own that looks like the next option. */
    public boolean looksForgotten() {
      return value != null && value.length() > 1 && value.startsWith("-") && !attached;
    }

    /** Whether any text is right as the value, an option's name too. */
    public boolean isText() {
      return flag.mayBeEmpty;
    }
  }

  /** Takes values from the arguments, for which picocli keeps a stack, and notes their order. */
  private final class Values implements IParameterPreprocessor {

    private static final String NOT_ATTACHED = " ";

    @Override
    @SuppressWarnings("JdkObsolete") // picocli's interface has a Stack
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
      boolean attached = !NOT_ATTACHED.equals(info.get("separator"));
      if (arity.equals(NONE) || (arity.equals(OPTIONAL) && !attached && !isValueNext(arguments))) {
        note(null, attached, command);
        return !arity.equals(NONE); // picocli itself refuses a value for what takes none
      }
      if (arguments.isEmpty()) {
        return false; // and says that a value is missing
      }
      note(arguments.pop(), attached, command);
      return true;
    }

    private boolean isValueNext(Stack<String> arguments) {
      return !arguments.isEmpty()
          && (arguments.peek().equals("-") || !arguments.peek().startsWith("-"));
    }

    private void note(String value, boolean attached, CommandSpec command) {
      @SuppressWarnings("unchecked")
      List<Given> line = (List<Given>) command.userObject();
      Given once = new Given(Flag.this, value, attached, line.size());
      line.add(once);
      given.add(once);
    }
  }

  /** What people want to do: the headings of the help, in their order. */
  public enum Heading {
    SELECT("Select what to act on"),
    LOOK("Look at what is there"),
    EDIT("Create, change and delete"),
    IMPORT("Bring in a list"),
    PUBLISH("Upload and publish"),
    CHECK("Check as a subscriber does"),
    HISTORY("Look back, undo and clean up"),
    CARE("Look after machine and database"),
    SETTINGS("Say where things are and how long to wait"),
    OUTPUT("Choose how it speaks");

    private final String text;

    Heading(String text) {
      this.text = text;
    }

    /** The heading in the help. */
    public String text() {
      return text;
    }

    /** Whether its options go with every action. */
    public boolean goesWithAll() {
      return this == SETTINGS || this == OUTPUT;
    }
  }
}
