package io.vmcaster.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.error.Failure.UsageFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** One option, as it is declared and as picocli gives it back. */
class FlagTest {

  private final List<Flag.Given> line = new ArrayList<>();

  private Flag given(Flag flag, String... arguments) {
    CommandSpec model = CommandSpec.wrapWithoutInspection(line).addOption(flag.spec());
    new CommandLine(model).parseArgs(arguments);
    return flag;
  }

  private static Flag flag(String declaration) {
    return new Flag(Heading.EDIT, declaration);
  }

  @Test
  void aDeclarationHasNamesToShowNamesToKnowAndWhatItDoes() {
    Flag flag = flag("-i --image | --select-image --picture: the image: one");

    assertThat(flag.names()).containsExactly("-i", "--image");
    assertThat(flag.name()).isEqualTo("--image");
    assertThat(flag).hasToString("--image");
    assertThat(flag.spec().names()).contains("--select-image", "--picture");
    assertThat(flag.spec().description()).containsExactly("the image: one");
    assertThat(Flag.of(flag.spec())).isSameAs(flag);
    assertThat(flag.isHidden()).isFalse();
    assertThat(flag("-L | --logcfg").isHidden()).isTrue();
  }

  @Test
  void messagesNameTheValueThatItMustHave() {
    assertThat(flag("--a: x").takes("UUID").withValue()).isEqualTo("--a UUID");
    assertThat(flag("--a: x").mayTake("UUID").withValue()).isEqualTo("--a");
    assertThat(flag("--a: x").takes("UUID").valueText("id")).isEqualTo(" id");
    assertThat(flag("--a: x").mayTake("UUID").valueText("id")).isEqualTo(" [id]");
    assertThat(flag("--a: x").valueText("id")).isEmpty();
  }

  @Test
  void whatIsGivenComesBackInOrder() {
    Flag flag = given(flag("-k --key: a key").takes("KEY").repeatable(), "-k", "b", "--key=a");

    assertThat(flag.values()).containsExactly("b", "a");
    assertThat(flag.value()).contains("b");
    assertThat(flag.all()).extracting(Flag.Given::position).containsExactly(0, 1);
    assertThat(line).isEqualTo(flag.all());
  }

  /** A value that must be there is taken whatever it looks like. */
  @Test
  void aRequiredValueMayLookLikeAnOption() {
    assertThat(given(flag("--a: x").takes("VALUE"), "--a", "--a").value()).contains("--a");
  }

  @Test
  void anOptionalValueDoesNotLookLikeOne() {
    Flag flag = given(flag("-a --all: x").mayTake("VALUE").repeatable(), "-a", "-a", "-a", "-");

    assertThat(flag.isGiven()).isTrue();
    assertThat(flag.all()).hasSize(3);
    assertThat(flag.values()).containsExactly(null, null, "-");
    assertThat(flag.value()).isEmpty();
  }

  @Test
  void whatIsGivenTwiceIsRefused() {
    Flag twice = given(flag("--a: x").takes("VALUE").repeatable(), "--a", "1", "--a", "2");
    assertThatCode(twice::check).doesNotThrowAnyException();

    Flag once = flag("--a: x").takes("VALUE");
    given(once, "--a", "1");
    given(once, "--a", "1");
    assertThatThrownBy(once::check)
        .isInstanceOf(UsageFailure.class)
        .hasMessage("--a is given twice");
  }

  @Test
  void anEmptyValueIsRefusedWhereItMeansNothing() {
    assertThatThrownBy(given(flag("--a: x").takes("VALUE"), "--a", " ")::check)
        .isInstanceOf(UsageFailure.class)
        .hasMessage("--a has an empty value");
    assertThatCode(given(flag("--a: x").takes("VALUE").orEmpty(), "--a", "")::check)
        .doesNotThrowAnyException();
  }

  @Test
  void aChoiceIsReadInAnyCase() {
    Flag flag = given(flag("--a: x").takes("KIND").from(List.of("gz", "xz")), "--a", "XZ");

    assertThat(flag.chosen()).containsExactly("xz");
    assertThat(flag.spec().completionCandidates()).containsExactly("gz", "xz");
  }

  @Test
  void anotherChoiceIsRefusedWithThoseThereAre() {
    Flag flag = given(flag("--a: x").takes("KIND").from(List.of("gz", "xz")), "--a", "lz");

    assertThatThrownBy(flag::chosen)
        .isInstanceOfSatisfying(
            UsageFailure.class, e -> assertThat(e.advice()).contains("It knows gz, xz."))
        .hasMessage("--a does not know 'lz'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10", "-1", "x", "1.5", "", "99999999999", "0x1"})
  void whatIsNoNumberInBoundsIsRefused(String value) {
    Flag flag = given(flag("--a: x").takes("N"), "--a", value);

    assertThatThrownBy(() -> flag.number(1, 9))
        .isInstanceOf(UsageFailure.class)
        .hasMessage("--a is '" + value + "', not a whole number from 1 to 9");
  }

  @Test
  void boundsAreNumbersToo() {
    assertThat(given(flag("--a: x").takes("N"), "--a", "1").number(1, 9)).contains(1);
    assertThat(given(flag("--a: x").takes("N"), "--a", " 9 ").number(1, 9)).contains(9);
    assertThat(flag("--a: x").takes("N").number(1, 9)).isEmpty();
  }
}
