package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import io.vmcaster.testing.VmcasterRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many classes of ours stand between a command line and its end: what a reader has to know, and
 * what each start has to load.
 */
class ShortWayTest {

  private static final String LIST = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";

  /** Not what stands for a package, which the jar has not. */
  private static final Pattern OURS = Pattern.compile("\\bio\\.vmcaster\\.[\\w.]++(?!-info)");

  @TempDir Path directory;

  @Test
  void aLookLoadsNoOtherActions() throws Exception {
    VmcasterRun.in(directory).run("--imagelist-add", LIST).succeeded();

    Set<String> loaded = loadedBy("--imagelist", LIST, "--imagelist-show");

    assertThat(loaded)
        .hasSizeLessThanOrEqualTo(40)
        .filteredOn(name -> name.startsWith("io.vmcaster.cli.command."))
        .containsExactlyInAnyOrder(
            "io.vmcaster.cli.command.Command",
            "io.vmcaster.cli.command.CommandContext",
            "io.vmcaster.cli.command.CommandLineReader",
            "io.vmcaster.cli.command.Commands",
            "io.vmcaster.cli.command.ItemCommand",
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
        .hasSizeLessThanOrEqualTo(46)
        .contains("io.vmcaster.cli.command.SetKeys")
        .doesNotContain("io.vmcaster.cli.command.AddImage", "io.vmcaster.cli.command.UploadImage");
  }

  @Test
  void anImportLoadsNothingThatPublishes() throws Exception {
    TestPki pki = TestPki.in(directory.resolve("pki"));
    TestIdentity jane =
        pki.ca("/DC=org/DC=example/CN=Test CA").user("/DC=org/DC=example/CN=Jane Doe").issue();
    String list =
        """
        {"hv:imagelist": {"dc:identifier": "%s", "hv:version": "1", "hv:images": [],
          "hv:endorser": {"hv:x509": {"hv:dn": "/DC=org/DC=example/CN=Jane Doe"}}}}
        """
            .formatted(LIST);
    Files.write(
        directory.resolve("list.smime"),
        OpenSsl.runOn(
                list.getBytes(StandardCharsets.UTF_8),
                "smime",
                "-sign",
                "-signer",
                jane.certificateFile(),
                "-inkey",
                jane.keyFile())
            .output());

    assertThat(
            loadedBy(
                "--ca-dir", pki.caDirectory().toString(), "--imagelist-import-smime", "list.smime"))
        .hasSizeLessThanOrEqualTo(80)
        .filteredOn(
            name ->
                name.startsWith("io.vmcaster.uploader.")
                    || name.startsWith("io.vmcaster.subscriber."))
        .isEmpty();
  }

  @Test
  void anUploadThatPublishesIsNoLongWayEither() throws Exception {
    LocalSite site = LocalSite.create(directory);
    site.writeImage("build.img", 1);
    try (OpenSshServer server = OpenSshServer.start(directory.resolve("sshd"))) {
      SshHome.welcomeAt(server, directory);
      String prefix = "scp://%s@127.0.0.1:%d/%s/www/";
      site.configure("scp", prefix.formatted(server.user(), server.port(), directory), "");
      ProgramProcess program = site.child().with("https_proxy", "http://127.0.0.1:1");

      assertThat(
              loadedBy(
                  program, "--image-upload", "build.img", "--image", LocalSite.IMAGE, "--update"))
          .contains("io.vmcaster.uploader.scp.SftpUploader", "io.vmcaster.signing.ListSigner")
          .hasSizeLessThanOrEqualTo(150);
    }
  }

  private Set<String> loadedBy(String... arguments) throws Exception {
    return loadedBy(ProgramProcess.in(directory), arguments);
  }

  /** Top-level classes; nested ones count with their outer. */
  private Set<String> loadedBy(ProgramProcess program, String... arguments) throws Exception {
    Path log = directory.resolve("classes.log");
    program
        .withOption("-Xshare:off")
        .withOption("-Xlog:class+load:file=" + log)
        .run(arguments)
        .succeeded();
    return OURS.matcher(Files.readString(log))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }
}
