package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.Shell;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --status --nagios} as that world expects it: 0, 1, 2 and one line. */
class StatusTest {

  @TempDir Path directory;

  @Test
  void aGoodListIsZero() throws Exception {
    assertCheck(LocalSite.published(directory), 0, "VMCASTER OK - 1 list");
  }

  @Test
  void aListThatWasNeverPublishedIsOne() throws Exception {
    assertCheck(LocalSite.create(directory), 1, "VMCASTER WARNING - " + LIST + " never published");
  }

  @Test
  void aChangedListIsOne() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.setKey("dc:title", "New");
    assertCheck(site, 1, "VMCASTER WARNING - " + LIST + " valid for 2[78] days, changed since");
  }

  @Test
  void aListThatExpiresSoonIsOne() throws Exception {
    LocalSite site = LocalSite.published(directory);
    site.run("--update", "--imagelist", LIST, "--lifetime", "5").succeeded();
    assertCheck(site, 1, "VMCASTER WARNING - " + LIST + " valid for [45] days");
    assertThat(site.run("--status", "--nagios", "--renew-days", "3").status()).isZero();
  }

  @Test
  void anExpiredListIsTwo() throws Exception {
    LocalSite site = LocalSite.published(directory);
    Shell.run(
        directory,
        "sqlite3",
        "dish.db",
        "UPDATE vmcaster_publication SET expires = '2026-01-02T03:04:05Z'");
    assertThat(site.run("--status", "--nagios").ended(2).out())
        .startsWith("VMCASTER CRITICAL - " + LIST + " expired ");
    assertThat(site.run("--status").succeeded().out()).contains("expired");
  }

  private static void assertCheck(LocalSite site, int status, String line) {
    VmcasterRun.Ran ran = site.run("--status", "--nagios").ended(status);
    assertThat(ran.out()).matches(line + "\n");
    assertThat(ran.err()).isEmpty();
    assertThat(site.run("--status", "--nagios", "--json").ended(status).out())
        .contains("\"imagelist\": \"" + LIST + "\"");
    assertThat(site.run("--status").ended(0).out()).startsWith(LIST + "\t");
  }
}
