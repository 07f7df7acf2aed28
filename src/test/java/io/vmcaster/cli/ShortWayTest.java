package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many classes of the front end stand between a command line and the services: what a reader
 * has to know, and what each start has to load. What the services and the repository load behind it
 * is not counted here.
 */
class ShortWayTest {

  private static final String LIST = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";
  private static final Pattern FRONT_END = Pattern.compile("\\bio\\.vmcaster\\.cli\\.[\\w.]+");

  @TempDir Path directory;

  @Test
  void aLookLoadsNoOtherActions() throws Exception {
    VmcasterRun.in(directory).run("--imagelist-add", LIST).succeeded();

    Set<String> loaded = loadedBy("--imagelist", LIST, "--imagelist-show");

    assertThat(loaded)
        .hasSizeLessThanOrEqualTo(12)
        .filteredOn(name -> name.startsWith("io.vmcaster.cli.command."))
        .containsExactlyInAnyOrder(
            "io.vmcaster.cli.command.Command",
            "io.vmcaster.cli.command.CommandContext",
            "io.vmcaster.cli.command.CommandLineReader",
            "io.vmcaster.cli.command.Commands",
            "io.vmcaster.cli.command.ShowItem");
  }

  @Test
  void anEditLoadsNoOtherActions() throws Exception {
    VmcasterRun.in(directory).run("--imagelist-add", LIST).succeeded();

    assertThat(
            loadedBy(
                "--imagelist",
                LIST, //
                "--imagelist-key-set",
                "dc:title",
                "--imagelist-value",
                "x"))
        .hasSizeLessThanOrEqualTo(14)
        .contains("io.vmcaster.cli.command.SetKeys")
        .doesNotContain("io.vmcaster.cli.command.AddImage", "io.vmcaster.cli.command.UploadImage");
  }

  /** Top-level classes; nested ones count with their outer. */
  private Set<String> loadedBy(String... arguments) throws Exception {
    Path log = directory.resolve("classes.log");
    ProgramProcess.in(directory)
        .withOption("-Xshare:off")
        .withOption("-Xlog:class+load:file=" + log)
        .run(arguments)
        .succeeded();
    return FRONT_END
        .matcher(Files.readString(log))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }
}
