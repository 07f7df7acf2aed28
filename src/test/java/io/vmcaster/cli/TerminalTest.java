package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the real program behaves at a terminal, and away from one. */
class TerminalTest {

  private static final String RED = "\u001b[1;31merror:\u001b[0m";

  @TempDir Path directory;
  private ProgramProcess vmcaster;

  @BeforeEach
  void prepare() {
    vmcaster = ProgramProcess.in(directory);
  }

  /** What a terminal shows. */
  private String shown(String... arguments) throws Exception {
    List<String> quoted = new ArrayList<>();
    for (String word : vmcaster.command(arguments)) {
      quoted.add("'" + word + "'");
    }
    return vmcaster.run(List.of("script", "-qec", String.join(" ", quoted), "/dev/null")).out();
  }

  @Test
  void errorsAreColouredAtATerminalAlone() throws Exception {
    assertThat(shown("--imagelist-show")).contains("vmcaster: " + RED);
    assertThat(vmcaster.run("--imagelist-show").ended(2).err()).contains("vmcaster: error:");
  }

  @Test
  void noColourWhereNobodyWantsIt() throws Exception {
    vmcaster.with("NO_COLOR", "1");
    assertThat(shown("--imagelist-show")).contains("vmcaster: error:").doesNotContain("\u001b");
  }

  @Test
  void whoEndsTheInputIsToldSo() throws Exception {
    TestIdentity endorser = LocalSite.create(directory).endorser();
    vmcaster
        .with("DISH_CFG", directory.resolve("vmcaster.cfg").toString())
        .with("DISH_KEY", endorser.encryptedKey(TestIdentity.Cipher.AES256, "secret").toString())
        .with("DISH_CERT", endorser.certificateFile().toString());

    assertThat(shown("--update", "--all"))
        .contains("no passphrase was given for ", "the input ended at the question");
  }

  @Test
  void aDumbTerminalGetsNoColour() throws Exception {
    vmcaster.with("TERM", "dumb");
    assertThat(shown("--imagelist-show")).contains("vmcaster: error:").doesNotContain("\u001b");
  }

  /** What Java could not read is not stored as something else. */
  @Test
  void whatTheLocaleCannotReadIsRefused() throws Exception {
    String add = "exec \"$@\" --endorser-add $'/CN=J\\303\\266rg'";
    assertThat(inLocale("C", add).ended(2).err())
        .contains("cannot be read in this locale", "LC_ALL=C.UTF-8");
    inLocale("C.UTF-8", add).succeeded();
    assertThat(inLocale("C", "exec \"$@\" --endorser-list").succeeded().out())
        .isEqualTo("/CN=J\u00f6rg\n");
    assertThat(inLocale("C", "DISH_CFG=$'J\\303\\266rg' exec \"$@\" --doctor").ended(3).err())
        .contains("cannot be named in this locale", "LC_ALL=C.UTF-8");
  }

  private VmcasterRun.Ran inLocale(String locale, String script) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("env", "LC_ALL=" + locale, "bash", "-c", script, "bash"));
    command.addAll(vmcaster.command());
    return vmcaster.run(command);
  }

  @Test
  void theJournalGetsNoColour() throws Exception {
    assertThat(shown("--imagelist-show", "--log-format", "syslog"))
        .contains("<3>vmcaster: error:")
        .doesNotContain("\u001b");
  }

  @Test
  void aTerminalShowsRateAndTimeLeft() throws Exception {
    LocalSite site = LocalSite.create(directory);
    site.run("--image", LocalSite.IMAGE, "--image-key-set", "hv:format", "--image-value", "raw.xz")
        .succeeded();
    byte[] bytes = new byte[24_000_000];
    new Random(3).nextBytes(bytes);
    Files.write(directory.resolve("build.img"), bytes);
    vmcaster
        .with("DISH_CFG", directory.resolve("vmcaster.cfg").toString())
        .with("DISH_KEY", site.endorser().keyFile().toString())
        .with("DISH_CERT", site.endorser().certificateFile().toString());
    String[] upload = {"--image", LocalSite.IMAGE, "--image-upload", "build.img"};

    assertThat(shown(upload)).containsPattern("\\r\\[[#.]{12}] \\d+%, .* MiB/s, \\d+:\\d\\d left ");
    Files.write(directory.resolve("build.img"), new byte[100_000]);
    assertThat(vmcaster.run(upload).succeeded().err()).doesNotContain("\r", "%");
  }

  @Test
  void aReaderWhoGoesEndsItQuietly() throws Exception {
    fillALot();
    List<String> command = new ArrayList<>(vmcaster.command("--image-list"));
    command.addAll(
        0, List.of("bash", "-c", "\"$@\" | head -1; echo ${PIPESTATUS[0]} >status", "bash"));

    VmcasterRun.Ran ran = vmcaster.run(command);

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().lines()).hasSize(1);
    assertThat(Files.readString(directory.resolve("status"))).isEqualTo("0\n");
  }

  /** More than a pipe holds. */
  private void fillALot() throws IOException {
    StringBuilder images = new StringBuilder();
    for (int i = 0; i < 4_000; i++) {
      images.append(i == 0 ? "" : ",");
      images.append(
          "{\"hv:image\": {\"dc:identifier\": \"7b1aea46-8776-4447-9450-%012d\"}}".formatted(i));
    }
    Files.writeString(
        directory.resolve("long.json"),
        "{\"hv:imagelist\": {\"dc:identifier\": \""
            + LocalSite.LIST
            + "\", \"hv:version\": \"1\","
            + " \"hv:images\": ["
            + images
            + "]}}");
    VmcasterRun.in(directory).run("--imagelist-import-json", "long.json").succeeded();
  }

  @Test
  void closedStreamsAreNotTheEnd() throws Exception {
    assertThat(vmcaster.run(redirected(">&-", "--help")).ended(5).err())
        .contains("the output cannot be written");
    vmcaster.run(redirected("2>&-", "--imagelist-show")).ended(2);
  }

  private List<String> redirected(String how, String... arguments) {
    List<String> command = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" " + how, "bash"));
    command.addAll(vmcaster.command(arguments));
    return command;
  }
}
