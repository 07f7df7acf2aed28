package io.vmcaster.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.Main;
import io.vmcaster.context.Secrets;
import io.vmcaster.log.RunLog;
import io.vmcaster.model.Json;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run leaves in its log and on standard error, and what it loads for that. */
class LogFileTest {

  private static final String STAMP = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z";
  private static final String IMPORTED = ".*" + LocalSite.LIST + ".*";

  @TempDir static Path site;
  @TempDir Path directory;
  private ProgramProcess vmcaster;

  @BeforeAll
  static void publishAList() throws IOException {
    LocalSite.published(site);
  }

  @BeforeEach
  void copyTheList() throws IOException {
    Files.copy(site.resolve("list.json"), directory.resolve("list.json"));
    vmcaster = ProgramProcess.in(directory);
  }

  private VmcasterRun.Ran load(String... more) throws Exception {
    List<String> command = vmcaster.command("--imagelist-import-json", "list.json");
    command.addAll(List.of(more));
    return vmcaster.run(command);
  }

  /** Copies a history, which takes Hibernate. */
  private VmcasterRun.Ran copy(String... more) throws Exception {
    List<String> command =
        vmcaster.command(
            "-d", "sqlite:///" + site.resolve("dish.db"), "--database-copy", "sqlite:///dish.db");
    command.addAll(List.of(more));
    return vmcaster.run(command);
  }

  private List<String> log() throws IOException {
    return Files.readAllLines(directory.resolve("log"));
  }

  @Test
  void librariesAreQuiet() throws Exception {
    String said = copy("--log-file", "log").succeeded().err();

    assertThat(said + log()).doesNotContain("hibernate").doesNotContain("SLF4J");
    assertThat(log()).isNotEmpty().allMatch(line -> line.matches(STAMP + " (info|detail) .*"));
  }

  @Test
  void librariesHaveNothingToWarnOf() throws Exception {
    assertThat(copy("-v").succeeded().err()).doesNotContain("hibernate", "warning");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--debug", "-vv"})
  void librariesSpeakWhenAsked(String asked) throws Exception {
    String said = copy("--log-file", "log", asked).succeeded().err();

    assertThat(said).contains("vmcaster: org.hibernate");
    assertThat(log())
        .anyMatch(line -> line.matches(STAMP + " debug org\\.hibernate.*"))
        .allMatch(line -> line.matches(STAMP + " .*"));
  }

  @Test
  void eachLineIsADocumentForPrograms() throws Exception {
    copy("--log-file", "log", "--log-format", "json", "--debug").succeeded();

    assertThat(log())
        .allSatisfy(
            line ->
                assertThat(Json.members((ObjectNode) Json.read(line, "log")).keySet())
                    .contains("time", "level", "message"))
        .anyMatch(line -> line.contains("\"library\":\"org.hibernate"));
  }

  @Test
  void syslogHasItsOwnForm() throws Exception {
    String said = load("--log-file", "log", "--log-format", "syslog").succeeded().err();

    assertThat(said.lines()).isNotEmpty().allMatch(line -> line.startsWith("<6>vmcaster: "));
    assertThat(log())
        .isNotEmpty()
        .allMatch(line -> line.matches("<1[45]>1 " + STAMP + " - vmcaster \\d+ - - .*"));
  }

  @Test
  void failuresAreMarkedForTheJournal() throws Exception {
    String said = vmcaster.run("--log-format", "syslog", "--imagelist-show").err();

    assertThat(said.lines()).isNotEmpty().allMatch(line -> line.startsWith("<3>"));
  }

  /** As systemd does it: standard error is what the variable says. */
  @Test
  void theJournalIsKnown() throws Exception {
    String script =
        "export JOURNAL_STREAM=$(stat -Lc %d:%i /proc/self/fd/2); \"$@\" --imagelist-show";
    List<String> command = vmcaster.command();
    command.addAll(0, List.of("bash", "-c", script, "bash"));

    assertThat(vmcaster.run(command).ended(2).err()).startsWith("<3>vmcaster: error:");
    assertThat(vmcaster.with("JOURNAL_STREAM", "1:1").run("--imagelist-show").err())
        .startsWith("vmcaster: error:");
  }

  @Test
  void tracesAreNoted() throws Exception {
    vmcaster.run("--debug", "--log-file", "log", "--image", "5f00fec3", "--image-show");

    assertThat(String.join("\n", log())).contains(" debug io.vmcaster.error.", " error ");
  }

  @ParameterizedTest
  @CsvSource({"no/such/directory/log, its directory is not there", "., it is a directory"})
  void aLogThatCannotBeOpenedIsRefused(String place, String why) throws Exception {
    assertThat(load("--log-file", place).ended(3).err())
        .contains("the log file", "cannot be written: " + why, "--log-file");
    assertThat(directory.resolve("dish.db")).doesNotExist();
  }

  @Test
  void aFullDiskDoesNotEndTheRun() throws Exception {
    VmcasterRun.Ran ran = load("--log-file", "/dev/full", "--debug").succeeded();

    assertThat(ran.err()).containsOnlyOnce("the log file cannot be written any more");
    assertThat(vmcaster.run("--imagelist-list").succeeded().out()).matches(IMPORTED + "\n");
  }

  /** A small command is over in less time than a logging library takes to load. */
  @Test
  void nothingIsLoadedThatNobodyAskedFor() throws Exception {
    load().succeeded();
    vmcaster.withOption("-Xlog:class+load:file=loaded");

    vmcaster.run("--imagelist-list").succeeded();
    assertThat(Files.readString(directory.resolve("loaded")))
        .contains(Main.class.getName() + " ")
        .doesNotContain(Secrets.class.getName(), LogFile.class.getName())
        .doesNotContain("org.jboss.logging", "org.slf4j.jul", "java.util.logging.SimpleFormatter");
    vmcaster.run("--help").succeeded();
    assertThat(Files.readString(directory.resolve("loaded")))
        .doesNotContain("org.slf4j", RunLog.class.getName() + " ");
  }
}
