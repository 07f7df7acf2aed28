package io.vmcaster.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.cli.command.CommandLineReader;
import io.vmcaster.cli.output.ConsoleMessages.Verbosity;
import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item.Kind;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  private static Options given(String arguments) {
    Environment environment = new Environment(Map.of(), Path.of("/"));
    return CommandLineReader.read(environment, arguments.split(" ")).options();
  }

  @ParameterizedTest
  @CsvSource({
    "--json,       NORMAL",
    "-q,           QUIET",
    "-qq,          QUIET",
    "-v,           VERBOSE",
    "-vv,          DEBUG",
    "-vvvv,        DEBUG",
    "-vq,          NORMAL",
    "-vvq,         VERBOSE",
    "--debug -qq,  DEBUG"
  })
  void moreAndLessIsSaid(String arguments, Verbosity verbosity) {
    assertThat(given(arguments).verbosity()).isEqualTo(verbosity);
  }

  @ParameterizedTest
  @EnumSource
  void eachKindIsSelectedByAnOptionOfItsName(Kind kind) {
    Options options = given("--" + kind.flag() + " x");

    assertThat(options.selecting(kind).name()).isEqualTo("--" + kind.flag());
    assertThat(options.selecting()).contains(options.selecting(kind)).hasSize(3);
    assertThat(options.selection(kind)).contains(options.selected(kind));
    assertThat(given("--json").selection(kind)).isEmpty();
  }

  /** Said twice, it may be said twice the same. */
  @Test
  void anItemIsNamedByTheActionOrBySelection() {
    Flag action = new Flag(Flag.Heading.EDIT, "--nothing: nothing").mayTake("UUID");
    assertThat(given("--image a").named(Kind.IMAGE, action)).isEqualTo("a");

    Options both = given("--image a --imagelist a --endorser b");
    assertThat(both.named(Kind.IMAGE, both.image)).isEqualTo("a");
    assertThat(both.named(Kind.IMAGE, both.imagelist)).isEqualTo("a");
    assertThatThrownBy(() -> both.named(Kind.IMAGE, both.endorser))
        .isInstanceOf(UsageFailure.class)
        .hasMessage("--endorser and --image name different things");
  }

  @Test
  void oneListIsWhatAnActionIsToldOf() {
    Options none = given("--json");
    Options list = given("--imagelist l --image i");

    assertThatCode(() -> list.requireOneList(list.endorser)).doesNotThrowAnyException();
    assertThatCode(() -> given("--image i").requireOneList(list.image)).doesNotThrowAnyException();
    assertThatThrownBy(() -> none.requireOneList(none.image))
        .isInstanceOf(UsageFailure.class)
        .hasMessage("--image needs --imagelist UUID, or a file or URL");
    assertThatThrownBy(() -> list.requireOneList(list.image))
        .isInstanceOf(UsageFailure.class)
        .hasMessage("--image takes a file or URL, or --imagelist UUID, not both");
  }

  @Test
  void aListIsRenewedAWeekBeforeItsEnd() {
    assertThat(given("--update").renewDaysOrUsual()).isEqualTo(7);
    assertThat(given("--update --renew-days 0").renewDaysOrUsual()).isZero();
    assertThatThrownBy(() -> given("--update --renew-days -1").renewDaysOrUsual())
        .isInstanceOf(UsageFailure.class);
  }

  /** Scripts for the original say them still. */
  @ParameterizedTest
  @ValueSource(strings = {"-L x", "--logcfg x", "--download-imagelist-flags x"})
  void whatOnlyTheOriginalUnderstoodIsTakenAndHidden(String arguments) {
    assertThat(given(arguments).speaking())
        .filteredOn(Flag::isGiven)
        .singleElement()
        .matches(Flag::isHidden);
  }
}
