package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import io.vmcaster.testing.VmcasterRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands of the document that the program started from, as they stand there and in its order:
 * those that need no server.
 */
class SeedCommandsTest {

  private static final String LIST = "9b6fad19-d913-4cca-b77d-c4b4fcd9dc36";
  private static final String NEW_LIST = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";
  private static final String FIRST = "5f00fec3-4f2a-4fa0-a965-d52115606044";
  private static final String SECOND = "7b1aea46-8776-4447-9450-00e720fc042c";
  private static final String DN = "/C=DE/O=GermanGrid/OU=DESY/CN=Owen Synge";
  private static final String CA = "/C=DE/O=GermanGrid/CN=GridKa-CA";

  @TempDir Path directory;
  private VmcasterRun vmcaster;

  private String out(String... arguments) {
    return vmcaster.run(arguments).succeeded().out();
  }

  private void writeSignedList(Path file) throws Exception {
    TestIdentity owen = TestPki.in(directory.resolve("pki")).ca(CA).user(DN).issue();
    String list =
        """
        {"hv:imagelist": {
          "dc:identifier": "%s", "hv:version": "0.0.7",
          "hv:endorser": {"hv:x509": {"hv:dn": "%s", "hv:ca": "%s",
            "hv:email": "owen.synge@desy.de", "dc:creator": "Owen Synge"}},
          "hv:images": [{"hv:image": {"dc:identifier": "%s"}},
                        {"hv:image": {"dc:identifier": "%s"}}]}}
        """
            .formatted(LIST, DN, CA, FIRST, SECOND);
    Files.write(
        file,
        OpenSsl.runOn(
                list.getBytes(StandardCharsets.UTF_8),
                "smime",
                "-sign",
                "-signer",
                owen.certificateFile(),
                "-inkey",
                owen.keyFile())
            .output());
  }

  @Test
  void workAsWritten() throws Exception {
    vmcaster = VmcasterRun.in(directory);
    writeSignedList(directory.resolve("testing.smime"));
    String pairs = LIST + "\t" + FIRST + "\n" + LIST + "\t" + SECOND + "\n";

    assertThat(out("--imagelist-import-smime", "testing.smime")).isEqualTo(pairs);
    assertThat(out("--imagelist-list")).isEqualTo(pairs);
    assertThat(out("--image-list")).isEqualTo(FIRST + "\n" + SECOND + "\n");
    assertThat(out("--endorser-list")).isEqualTo(DN + "\n");
    assertThat(out("--endorser", DN, "--endorser-show"))
        .isEqualTo(
            """
            {
                "dc:creator": "Owen Synge",
                "hv:ca": "/C=DE/O=GermanGrid/CN=GridKa-CA",
                "hv:dn": "/C=DE/O=GermanGrid/OU=DESY/CN=Owen Synge",
                "hv:email": "owen.synge@desy.de"
            }
            """);
    assertThat(out("--endorser-add", DN)).isEmpty();
    out(
        "--endorser",
        DN,
        "--endorser-key-set",
        "hv:email",
        "--endorser-value",
        "owen.synge@desy.de");
    out("--imagelist-add", NEW_LIST);
    assertThat(out("--imagelist", NEW_LIST, "--imagelist-show")).contains(NEW_LIST);
    out("--connect", "--endorser", DN, "--imagelist", LIST);
    out("--disconnect", "--endorser", DN, "--imagelist", LIST);
    out(
        "--imagelist",
        NEW_LIST,
        "--imagelist-key-set",
        "dc:description",
        "--imagelist-value",
        "DESY Image List SHaring service");
    assertThat(out("--imagelist", NEW_LIST, "--imagelist-show"))
        .contains("\"dc:description\": \"DESY Image List SHaring service\"");
    out("--imagelist-del", "--imagelist", LIST);
    assertThat(out("--imagelist-list")).isEqualTo(NEW_LIST + "\n");
    assertThat(out("--image-list")).isEqualTo(FIRST + "\n" + SECOND + "\n");
  }
}
