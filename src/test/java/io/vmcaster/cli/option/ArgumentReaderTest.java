package io.vmcaster.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.UsageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ArgumentReaderTest {

  private static String read(String... arguments) {
    List<String> read = new ArrayList<>();
    for (Arguments.Given given : ArgumentReader.read(arguments).all()) {
      read.add(given.option() + given.value().map(value -> "=" + value).orElse(""));
    }
    return String.join(" ", read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--image x --image-show | --image=x --image-show",
        "--image=x=y --image-show | --image=x=y --image-show",
        "--image-value --image | --image-value=--image",
        "--image-value - | --image-value=-",
        "--image-value -- --json | --image-value=-- --json",
        "--imagelist-add --json | --imagelist-add --json",
        "--imagelist-add x --json | --imagelist-add=x --json",
        "--imagelist-check - | --imagelist-check=-",
        "--imagelist-add=-x | --imagelist-add=-x",
        "-vvq | --verbose --verbose --quiet",
        "-d u | --database=u",
        "-du | --database=u",
        "-d=u | --database=u",
        "-vd u -C c | --verbose --database=u --config-file=c",
        "--select-image x --show-image -- | --image=x --image-show",
        "--upload-imagelist | --update",
      })
  void reads(String commandLine, String expected) {
    assertThat(read(commandLine.split(" "))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-", "-- x", "-z", "--nothing", "--json=x", "--image", "-d", "-vx"})
  void refuses(String commandLine) {
    assertThatThrownBy(() -> read(commandLine.split(" "))).isInstanceOf(UsageFailure.class);
  }

  @ParameterizedTest
  @EnumSource(Option.class)
  void knowsEveryNameOnce(Option option) {
    Stream.concat(Stream.of(option.names()), Stream.of(option.laterNames()))
        .forEach(name -> assertThat(Option.named(name)).contains(option));
    assertThat(Option.named("")).isEmpty();
    assertThat(Option.named(option.flag() + "-")).isEmpty();
  }

  /** The completion is made from picocli's model; this keeps it honest. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--image x --image-show",
        "--image=x --image-show --json",
        "-v -d u --imagelist-list",
        "--imagelist-add x --dry-run",
        "--imagelist-add --imagelist x",
        "--image-key-set a --image-value b --image-key-set c --image-value d --image e",
        "--select-image x --show-image",
      })
  void agreesWithPicocli(String commandLine) {
    String[] arguments = commandLine.split(" ");
    List<String> theirs = new ArrayList<>();
    for (CommandLine.Model.OptionSpec spec :
        new CommandLine(CommandModel.create()).parseArgs(arguments).matchedOptionsSet()) {
      Option option = Option.named(spec.longestName()).orElseThrow();
      for (String value : spec.stringValues()) {
        theirs.add(option + "=" + (option.arity() == Arity.NONE ? "" : value));
      }
    }
    List<String> ours = new ArrayList<>();
    for (Arguments.Given given : ArgumentReader.read(arguments).all()) {
      ours.add(given.option() + "=" + given.value().orElse(""));
    }
    assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
  }

  @Test
  void everyVisibleOptionIsExplainedOnce() {
    String help = HelpText.text();
    for (Option option : Option.all()) {
      if (!option.hidden()) {
        assertThat(help.split("\\Q" + option.flagWithValue() + "\\E[ \\n]", -1))
            .hasSizeGreaterThan(1);
      }
    }
  }
}
