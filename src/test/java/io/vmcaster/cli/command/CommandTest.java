package io.vmcaster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.context.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** An action by the flags that ask for it. */
class CommandTest {

  private static final Environment ENVIRONMENT = new Environment(Map.of(), Path.of("/"));

  private final Options options = new Options(ENVIRONMENT);
  private final Flag erase =
      new Flag(Heading.EDIT, "-e --erase | --rub-out: erase an image").mayTake("UUID");
  private final Flag wipe = new Flag(Heading.EDIT, "--wipe: erase it and tell nobody");
  private final Stub action = new Stub(options, erase, wipe);
  private final Stub part = new Stub(options, new Flag(Heading.EDIT, "--part: a part of it"));
  private final Stub partOfPart = new Stub(options, new Flag(Heading.EDIT, "--rest: the rest"));

  CommandTest() {
    action.needs(options.image);
    action.takes(options.force);
    action.mayInclude(part);
    part.mayInclude(partOfPart);
  }

  private static final class Stub extends Command {

    Stub(Options options, Flag... triggers) {
      super(options, triggers);
    }

    @Override
    public Result run(CommandContext context) {
      return Result.text(trigger().name());
    }
  }

  private void given(String... arguments) {
    List<Command> all = List.of(action, part, partOfPart);
    new CommandLine(Commands.model(options, all, new ArrayList<>())).parseArgs(arguments);
  }

  @Test
  void theFlagThatAsksForItIsItsName() {
    assertThat(action.isAsked()).isFalse();
    assertThat(action.trigger()).as("what would ask for it").isSameAs(erase);

    given("--wipe");

    assertThat(action.isAsked()).isTrue();
    assertThat(action.trigger()).isSameAs(wipe);
    assertThat(action.is("--wipe: whatever")).isTrue();
    assertThat(action.is("-e --erase")).isFalse();
  }

  @Test
  void whatItNeedsAndTakesIsItsOwnAndGoesWithIt() {
    assertThat(action.flags()).containsExactly(erase, wipe, options.image, options.force);
    assertThat(action.needed()).containsExactly(options.image);
    assertThat(action.wants(options.force)).isTrue();
    assertThat(action.wants(options.imagelist)).isFalse();
    assertThat(action.wants(erase)).as("what asks for it").isFalse();
  }

  /** {@code --erase UUID} is as good as {@code --erase --image UUID}. */
  @Test
  void itsOwnValueMayNameWhatItNeeds() {
    assertThat(action.names(options.image)).as("not given").isFalse();
    given("--rub-out", "one");

    assertThat(action.names(options.image)).isTrue();
    assertThat(action.names(options.imagelist)).as("not needed").isFalse();
  }

  @Test
  void withoutAValueItNamesNothing() {
    given("-e", "--image", "one");

    assertThat(action.isAsked()).isTrue();
    assertThat(action.names(options.image)).isFalse();
  }

  @Test
  void partsBelongToItWhenTheyAreAskedForAndWhatTheyBelongToIs() {
    given("--erase", "--rest");
    assertThat(action.whole()).as("the part between is not asked for").containsExactly(action);

    given("--part", "--rest");
    assertThat(action.whole()).containsExactly(action, part, partOfPart);
  }

  static List<Command> all() {
    return Commands.all(new Options(ENVIRONMENT));
  }

  /** A selection is needed or taken, else the command line is refused that names it. */
  @ParameterizedTest
  @MethodSource("all")
  void everyActionCanBeAskedForAndListsNoFlagTwice(Command command) {
    Set<String> names = new HashSet<>();

    assertThat(command.triggers()).isNotEmpty();
    assertThat(command.flags()).allSatisfy(flag -> assertThat(names.add(flag.name())).isTrue());
    assertThat(command.needed()).noneMatch(need -> command.triggers().contains(need));
  }
}
