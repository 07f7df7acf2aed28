package io.vmcaster.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Options;
import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure.UsageFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

/** How a command line is taken apart. */
class CommandLineReaderTest {

  private static final Environment ENVIRONMENT = new Environment(Map.of(), Path.of("/"));

  private static String read(String... arguments) {
    List<String> read = new ArrayList<>();
    for (Flag.Given given : CommandLineReader.read(ENVIRONMENT, arguments).given()) {
      read.add(given.flag() + (given.value() == null ? "" : "=" + given.value()));
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
        "--image-value @x --image-value ${sys:user.home} | --image-value=@x"
            + " --image-value=${sys:user.home}",
        "--image-key-set a --image-value-file b --key-value-image c | --image-key-set=a"
            + " --image-value-file=b --image-value=c",
        "--imagelist-add --json | --imagelist-add --json",
        "--imagelist-add x --json | --imagelist-add=x --json",
        "--image-del --imagelist-del | --image-del --imagelist-del",
        "--imagelist-check - | --imagelist-check=-",
        "--imagelist-add=-x | --imagelist-add=-x",
        "--image=--json --image-show | --image=--json --image-show",
        "--image -x --image-show | --image=-x --image-show",
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
  @CsvSource(
      delimiter = '|',
      value = {
        "x | 'x' belongs to no option",
        "- | '-' belongs to no option",
        "-- x | 'x' belongs to no option",
        "-z | there is no option '-z'",
        "-vx | there is no option '-x'",
        "--nothing=x | there is no option '--nothing'",
        "--json=x | --json takes no value",
        "--show-image=x | --image-show takes no value",
        "--select-image | --image lacks its value: --image UUID",
        "-d | --database lacks its value: --database URL",
        "--image --image-upload F | --image lacks its value: --image UUID",
        "--image --image-show | --image lacks its value: --image UUID",
        "--imagelist --lifetime 5 --update | --imagelist lacks its value: --imagelist UUID",
        "--imagelist --keep --imagelist-show | --imagelist lacks its value: --imagelist UUID",
        "--imagelist -v --imagelist-show | --imagelist lacks its value: --imagelist UUID",
        "--lifetime --imagelist=x --update | --lifetime lacks its value: --lifetime DAYS",
        "--image-key-set a --image-value --image x | --image-value lacks its value:"
            + " --image-value VALUE",
        "--image x --image-upload --update | --image-upload lacks its value: --image-upload FILE",
      })
  void refuses(String commandLine, String message) {
    assertThatThrownBy(() -> read(commandLine.split(" ")))
        .isInstanceOf(UsageFailure.class)
        .hasMessage(message);
  }

  /** A run parses with the actions alone that it names; all of them must not differ. */
  @ParameterizedTest
  @MethodSource("flags")
  void knowsEveryNameOnce(OptionSpec option) {
    Flag flag = Flag.of(option);
    for (String name : option.names()) {
      String line = flag.label().isEmpty() ? name : name + "=x";
      assertThat(read(line)).startsWith(flag.name());
    }
  }

  static List<OptionSpec> flags() {
    return Commands.model().options();
  }

  @Test
  void noTwoOptionsHaveTheSameName() {
    Set<String> names = new HashSet<>();
    for (OptionSpec option : flags()) {
      List.of(option.names()).forEach(name -> assertThat(names.add(name)).isTrue());
    }
  }

  /** That is what keeps a run short: 40 actions, and it loads one. */
  @ParameterizedTest
  @ValueSource(strings = {"--imagelist-show", "--show-image", "--imagelist-check=x", "--status"})
  void makesThoseActionsAloneThatAreNamed(String word) {
    assertThat(Commands.named(new String[] {word}, new Options(ENVIRONMENT))).hasSize(1);
  }

  @Test
  void anUploadBringsWhatMayBePartOfIt() {
    assertThat(Commands.named(new String[] {"--image-upload"}, new Options(ENVIRONMENT)))
        .hasAtLeastOneElementOfType(PublishLists.class)
        .hasAtLeastOneElementOfType(AddImage.class)
        .hasSize(4);
  }
}
