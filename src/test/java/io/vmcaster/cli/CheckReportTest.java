package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.Json;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person reads of a check: a line a problem, a command a task, and how many there are. */
class CheckReportTest {

  private static final Pattern COMMAND = Pattern.compile("(?m)^ +vmcaster (.*)$");

  @TempDir Path directory;
  private LocalSite site;

  @BeforeEach
  void anEmptyListWithAnImage() throws Exception {
    site = LocalSite.empty(directory);
    site.run("--endorser-add").succeeded();
    site.run("--imagelist-add", LIST).succeeded();
    site.run("--connect", "--imagelist", LIST, "--endorser", site.endorser().subject());
    site.run("--image-add", IMAGE, "--imagelist", LIST).succeeded();
  }

  private String check() {
    return site.run("--imagelist-check", "--imagelist", LIST).ended(8).out();
  }

  @Test
  void aMissingKeyIsToldOnce() {
    String out = check();
    assertThat(out)
        .containsOnlyOnce(": ad:vo is missing")
        .containsOnlyOnce(": sl:osversion is missing")
        .contains(
            "error hepix, vmcatcher, atrope: dc:source is missing: the format requires it;"
                + " vmcatcher refuses the list (38); atrope refuses the list and deletes its"
                + " images\n",
            "\nimage " + IMAGE + ":\n  error ")
        .containsPattern("\nin all: \\d+ errors");
    long problems = out.lines().filter(line -> line.contains(" is missing: ")).count();
    assertThat(out).endsWith("in all: " + problems + " errors\n");
    assertThat(
            Json.read(
                    site.run("--json", "--imagelist-check", "--imagelist", LIST).out(),
                    "the report")
                .get("findings"))
        .hasSizeGreaterThan((int) problems);
  }

  /** Pasted into a shell as they are, the commands leave nothing that is not there. */
  @Test
  void oneCommandSetsAllThatIsMissing() throws Exception {
    List<String> commands =
        COMMAND.matcher(check()).results().map(found -> found.group(1)).toList();
    assertThat(commands).hasSize(4).filteredOn(line -> line.contains("FILE")).hasSize(1);
    for (String command : commands) {
      if (!command.contains("FILE")) {
        Shell.Outcome words = Shell.run(directory, "sh", "-c", "printf '%s\\n' " + command);
        site.run(words.out().split("\n")).succeeded();
      }
    }
    Matcher missing = Pattern.compile("(\\S+) is missing: ").matcher(check());
    assertThat(missing.results().map(found -> found.group(1)))
        .containsExactly("hv:size", "sl:checksum:sha512", "hv:version");
  }

  @Test
  void whatKeepsAListFromBeingPublishedFitsAScreen() throws Exception {
    site.setKey("hv:uri", "https://example.org/list.smime");
    String err = site.run("--imagelist", LIST, "--update").ended(8).err();
    assertThat(err)
        .contains("list " + LIST + " cannot be published:\n  dc:title, dc:description, dc:source, ")
        .contains("\n  image " + IMAGE + ": dc:title, dc:description, ")
        .contains("sl:comments are missing\n");
    assertThat(err.lines()).allMatch(line -> line.length() < 250);
    assertThat(Files.exists(site.file("www/list.smime"))).isFalse();
  }
}
