package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Impossible and unfinished command lines are refused before a database is opened. */
class UsageTest {

  private static final String ID = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";

  @TempDir Path directory;
  private VmcasterRun vmcaster;

  @BeforeEach
  void refuseDatabases() {
    vmcaster =
        new VmcasterRun(
            directory,
            (url, environment, wait, messages) -> {
              throw new AssertionError("the database was touched");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        " | there is no action",
        "-v | there is no action",
        "--imagelist ID | there is no action: --imagelist alone does nothing",
        "--force | there is no action: --force alone does nothing",
        "--imagelist-show | --imagelist-show needs --imagelist UUID",
        "--image-show | --image-show needs --image UUID",
        "--endorser-show | --endorser-show needs --endorser DN",
        "--imagelist-keys | --imagelist-keys needs --imagelist UUID",
        "--imagelist-add | --imagelist-add needs --imagelist UUID",
        "--image-add | --image-add needs --image UUID",
        "--imagelist-del | --imagelist-del needs --imagelist UUID",
        "--endorser-del | --endorser-del needs --endorser DN",
        "--imagelist-show --image ID | --image does not go with --imagelist-show",
        "--imagelist-list --image ID | --image does not go with --imagelist-list",
        "--imagelist-list --trusted | --trusted does not go with --imagelist-list",
        "--imagelist-import-json F --trusted | --trusted does not go with",
        "--imagelist-import-json F --imagelist ID | --imagelist does not go with",
        "--imagelist-list --image-list | one action a run",
        "--imagelist ID --imagelist ID --imagelist-show | --imagelist is given twice",
        "--imagelist ID --select-imagelist ID --imagelist-show | --imagelist is given twice",
        "--imagelist-list --dry-run --dry-run | --dry-run is given twice",
        "--imagelist-list --imagelist-list | --imagelist-list is given twice",
        "--image-del --image-del | --image-del is given twice",
        "--image-upload F --image ID --image-key-set a:b --image-value c | one action a run",
        "--imagelist-show --imagelist | --imagelist lacks its value",
        "--imagelist --imagelist-show | '--imagelist-show' was taken for it.",
        "--imagelist= --imagelist-show | --imagelist has an empty value",
        "--imagelist-list extra | 'extra' belongs to no option",
        "--imagelist-lst | there is no option '--imagelist-lst'",
        "--connect --imagelist ID | --connect needs --endorser DN, --image UUID or both",
        "--connect --image ID | --connect needs --imagelist UUID",
        "--disconnect --endorser /CN=x | --disconnect needs --imagelist UUID",
        "--imagelist-key-set dc:title --imagelist ID | --imagelist-key-set dc:title lacks its"
            + " value",
        "--imagelist-value x --imagelist ID | there is no action: --imagelist-value alone",
        "--imagelist-key-set a:b --imagelist-value x | --imagelist-key-set needs --imagelist UUID",
        "--imagelist-key-set a:b --imagelist-value x --imagelist-value y --imagelist ID |"
            + " --imagelist-value lacks its key",
        "--imagelist-key-set a:b --image-value x --imagelist ID | --image-value does not go with",
        "--imagelist-key-set title --imagelist-value x --imagelist ID | 'title' cannot be a"
            + " metadata key",
        "--imagelist-key-set dc:identifier --imagelist-value x --imagelist ID | dc:identifier of an"
            + " image list is set by the program alone",
        "--imagelist-key-set hv:images --imagelist-value x --imagelist ID | hv:images of an image"
            + " list is set by the program alone",
        "--imagelist-key-set hv:endorser --imagelist-value x --imagelist ID | hv:endorser of an"
            + " image list is set by the program alone",
        "--image-key-set dc:identifier --image-value x --image ID | dc:identifier of an image is"
            + " set by the program alone",
        "--endorser-key-set hv:dn --endorser-value x --endorser /CN=x | hv:dn of an endorser is set"
            + " by the program alone",
        "--endorser-key-del hv:dn --endorser /CN=x | hv:dn of an endorser is set by the program"
            + " alone",
        "--imagelist-add nonsense | 'nonsense' cannot name a new image list: it is not a UUID",
        "--image-add 12345 | 'nonsense' cannot name a new image: it is not a UUID",
        "--endorser-add nonsense | 'nonsense' cannot name an endorser",
        "--imagelist-add ID --imagelist ID2 | name different things",
        "--image-del ID --image ID2 -d mysql://host/dish | name different things",
        "--image-add ID --like ID | --like needs --imagelist UUID",
        "--image-upload F | --image-upload needs --image UUID",
        "--image-upload F --image ID --imagelist ID | --imagelist does not go with --image-upload",
        "--image-upload F --image ID --compress-level 11 | --compress-level is '11'",
        "--update | --update needs --imagelist UUID, or --all",
        "--update --all --imagelist ID | --imagelist and --all do not go together",
        "--update --all --renew-days 3 | --renew-days needs --if-needed",
        "--update --imagelist ID --lifetime 0 | --lifetime is '0'",
        "--update --imagelist ID --lifetime x | --lifetime is 'x'",
        "--imagelist-list --lifetime 3 | --lifetime does not go with --imagelist-list",
        "--imagelist-list --lock-wait -1 | --lock-wait is '-1'",
        "--imagelist-list --retries many | --retries is 'many'",
        "--imagelist-list --log-format json | --log-format needs --log-file FILE",
        "--imagelist-list --log-file l --log-format xml | --log-format is 'xml'",
        "--imagelist-list --passin secret | --passin names no source of a passphrase",
        "--imagelist-check | --imagelist-check needs --imagelist UUID, or a file or URL",
        "--imagelist-check F --imagelist ID | takes a file or URL, or --imagelist UUID, not both",
        "--imagelist-check F --for nobody | --for does not know 'nobody'",
        "--imagelist-verify | --imagelist-verify needs --imagelist UUID, or a file or URL",
        "--imagelist-history | --imagelist-history needs --imagelist UUID",
        "--imagelist-diff | --imagelist-diff needs --imagelist UUID",
        "--imagelist-rollback 1.0 | --imagelist-rollback needs --imagelist UUID",
        "--image-prune --keep -1 | --keep is '-1'",
        "--download-imagelist | --imagelist-download needs a URL or --imagelist UUID",
        "--completion fish | --completion does not know 'fish'",
        "--nagios | there is no action: --nagios alone does nothing",
      })
  void refuses(String commandLine, String message) {
    String[] arguments = commandLine == null ? new String[0] : split(commandLine);

    VmcasterRun.Ran ran = vmcaster.run(arguments).ended(2);

    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .startsWith("vmcaster: error: ")
        .contains(message.replace("nonsense", last(arguments)));
    assertThat(directory).isEmptyDirectory();
  }

  private static String last(String[] arguments) {
    return arguments.length == 0 ? "" : arguments[arguments.length - 1];
  }

  private static String[] split(String commandLine) {
    return commandLine
        .replace("ID2", "f38a3fd2-0ed8-11e2-873a-001cc0beb420")
        .replace("ID", ID)
        .split(" ");
  }

  @ParameterizedTest
  @CsvSource({
    "--imagelst-list, --imagelist-list",
    "--imagelist-shwo, --imagelist-show",
    "--image-kyes, --image-keys",
    "--uptade, --update",
  })
  void suggests(String typed, String meant) {
    assertThat(vmcaster.run(typed).ended(2).err()).contains("Did you mean " + meant);
  }

  @Test
  void tellsProgramsOfARefusal() {
    VmcasterRun.Ran ran = vmcaster.run("--json", "--imagelist-show").ended(2);

    assertThat(ran.out())
        .isEqualTo(
            """
            {
                "error": {
                    "advice": "Say which: vmcaster --imagelist UUID --imagelist-show",
                    "kind": "usage",
                    "message": "--imagelist-show needs --imagelist UUID",
                    "status": 2
                }
            }
            """);
  }

  @Test
  void neverRepeatsASecret() {
    assertThat(vmcaster.run("--imagelist-list", "--passin", "pass:hunter2").ended(2).err())
        .doesNotContain("hunter2");
  }

  @Test
  void helpsWithoutADatabase() {
    String help = vmcaster.run("--help").succeeded().out();

    assertThat(help).contains("Most of the time:", "--imagelist UUID --update");
    assertThat(help).doesNotContain("--select-image", "--list-imagelist", "--upload-imagelist");
    assertThat(help.lines().filter(line -> line.length() > 80)).isEmpty();
    assertThat(vmcaster.run("-h", "--imagelist-list").succeeded().out()).isEqualTo(help);
  }

  /** A script that prunes is not stopped by a question that nobody sees. */
  @Test
  void helpSaysWhereNobodyIsAsked() {
    String help = vmcaster.run("--help").succeeded().out().replaceAll("\\s+", " ");

    assertThat(help)
        .contains(
            "under a higher version; asks, but only at a terminal",
            "nothing names any more; asks, but only at a terminal",
            "without a terminal nothing is asked");
  }

  @Test
  void tellsItsVersion() {
    assertThat(vmcaster.run("--version").succeeded().out()).startsWith("vmcaster ");
  }

  @ParameterizedTest
  @CsvSource({"bash, complete -F", "zsh, #compdef vmcaster"})
  void completesWithoutADatabase(String shell, String mark) {
    assertThat(vmcaster.run("--completion", shell).succeeded().out())
        .contains(mark, "--imagelist-import-smime");
  }

  @Test
  void hasAManualPage() {
    assertThat(vmcaster.run("--manual-page").succeeded().out())
        .startsWith(".")
        .contains("imagelist\\-import\\-smime");
  }
}
