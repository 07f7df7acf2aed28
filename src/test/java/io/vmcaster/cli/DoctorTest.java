package io.vmcaster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.Shell;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.SshKeys;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestOrder;
import io.vmcaster.testing.VmcasterRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every line of the doctor that can be a fault or a warning. */
class DoctorTest {

  @TempDir Path directory;
  private LocalSite site;

  @BeforeEach
  void makeSite() throws Exception {
    site = LocalSite.create(directory);
  }

  private String faulty(String... more) {
    return doctor(3, more);
  }

  private String faultless(String... more) {
    return doctor(0, more);
  }

  /** What it says; no passwords, and a line a finding. */
  private String doctor(int status, String... more) {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "--doctor";
    System.arraycopy(more, 0, arguments, 1, more.length);
    VmcasterRun.Ran ran = site.run(arguments).ended(status);
    assertThat(ran.out().lines()).allMatch(line -> line.matches("(ok|warning|fault) +\\S.*: .*"));
    assertThat(ran.out() + ran.err()).doesNotContain("secret");
    return ran.out();
  }

  private TestOrder owen() {
    return site.ca().user("/DC=org/DC=example/CN=Owen Synge");
  }

  private void configure(String text) throws Exception {
    Files.writeString(site.file("vmcaster.cfg"), text);
  }

  private String section(String protocol, String target) {
    return "[example]\nserver = \"example.org\"\nwriteprotocol = \"%s\"\nreadprefix = \"%s\"\n"
            .formatted(protocol, "https://reader:secret@example.org/")
        + "writeprefix = \"%s\"\n".formatted(target);
  }

  @Test
  void aGoodSiteHasNoFault() throws Exception {
    site.ca().publishCrl(Instant.now().plus(Duration.ofDays(30)));
    assertThat(faultless("--try-write"))
        .contains(
            "ok      java: ",
            "ok      compression: gzip by libdeflate\n",
            "ok      database: " + site.file("dish.db") + " (default) with 1 list",
            "ok      certificate: " + site.endorser().subject() + " in ",
            "(DISH_CERT)",
            "ok      key: ",
            "(DISH_KEY) belongs to the certificate",
            "(X509_CERT_DIR)",
            "ok      configuration: " + site.file("vmcaster.cfg") + " (DISH_CFG)",
            "ok      server [example]: " + site.file("www") + "/ is there",
            "a file was written, read and removed in " + site.file("www") + "/",
            "warning server [example]: https://example.org/ does not answer")
        .doesNotContain("CRL");
    assertThat(site.file("www").toFile().list()).containsExactly("images");
  }

  @Test
  void oneDocumentIsPrintedOnRequest() throws Exception {
    String json = site.run("--doctor", "--json").ended(0).out();
    assertThat(json).startsWith("{").contains("\"accepted\": true", "\"check\": \"database\"");
    configure("[a]\nserver = 1\n");
    assertThat(site.run("--doctor", "--json").ended(3).out())
        .contains("\"accepted\": false", "\"outcome\": \"fault\"", "[a] server");
  }

  @Test
  void theDatabaseMayBeOfANewerProgramOrNone() throws Exception {
    Shell.run(directory, "sqlite3", "dish.db", "PRAGMA user_version = 99");
    assertThat(faulty()).contains("fault   database: ", "newer vmcaster", "-d");
    Files.writeString(site.file("dish.db"), "this is no database at all, but a text of some size");
    assertThat(faulty()).contains("fault   database: ", "is not a database");
    assertThat(faulty("-d", "sqlite:///missing/dish.db"))
        .contains("fault   database: ", "see that its directory is there");
    assertThat(faulty("-d", "mysql://me:secret@db.example.org/dish"))
        .contains("fault   database: ", "mysql://me:***@db.example.org", "postgresql://");
    assertThat(faulty("-d", "postgresql://me:secret@127.0.0.1:1/dish"))
        .contains("fault   database: ", "postgresql://me@127.0.0.1:1/dish", "refused");
  }

  @Test
  void theDatabaseMayBeOutOfReach() throws Exception {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.move(site.file("dish.db"), data.resolve("dish.db"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("r-x------"));
    try {
      assertThat(
              site.child()
                  .withoutPrivileges()
                  .run("--doctor", "-d", "sqlite:///data/dish.db")
                  .ended(3)
                  .out())
          .contains("fault   database: ", "with 1 list may only be read");
    } finally {
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void theCertificateMayBeMissingOldOrForAnotherUse() throws Exception {
    assertThat(faulty("--x509-cert", "missing.pem")).contains("fault   certificate: ", "missing");
    Instant now = Instant.now();
    site.signWith(
        owen().validFrom(now.minusSeconds(90_000)).validUntil(now.minusSeconds(60)).issue());
    assertThat(faulty())
        .contains("fault   certificate: The certificate expired on ")
        .doesNotContain("more days");
    site.signWith(owen().validUntil(now.plus(Duration.ofHours(5 * 24 + 1))).issue());
    assertThat(faultless()).contains("warning certificate: it is valid for 5 more days: ask for");
    site.signWith(owen().extendedKeyUsage("clientAuth").issue());
    assertThat(faulty()).contains("fault   certificate: ", "emailProtection");
  }

  @Test
  void theKeyMayBeMissingOrAnothers() throws Exception {
    assertThat(faulty("--x509-key", "missing.pem"))
        .contains("fault   key: cannot read ", "missing.pem", "--x509-key");
    TestIdentity other = site.ca().user("/DC=org/DC=example/CN=Jane Doe").issue();
    assertThat(faulty("--x509-key", other.keyFile().toString()))
        .contains("fault   key: ", other.keyFile().toString(), "certificate");
    Path encrypted = site.endorser().encryptedKey(TestIdentity.Cipher.AES256, "secret");
    assertThat(faultless("--x509-key", encrypted.toString()))
        .contains("ok      key: " + encrypted + " (--x509-key) is encrypted; not opened");
    Files.setPosixFilePermissions(encrypted, PosixFilePermissions.fromString("rw-r--r--"));
    Path open = site.endorser().keyFile();
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(faultless()).contains("warning key: ", open.toString());
  }

  @Test
  void trustAnchorsMayBeMissingOrKnowNothingOfUs() throws Exception {
    assertThat(faulty("--ca-dir", "missing"))
        .contains("fault   trust anchors: ", "missing", "Name the one that is there by --ca-dir");
    Files.createDirectory(directory.resolve("empty"));
    assertThat(faulty("--ca-dir", "empty"))
        .containsPattern("fault   chain: .*Test CA.*Install .*--ca-dir");
    Files.delete(site.ca().file(".signing_policy"));
    assertThat(faultless())
        .contains("warning crl: There is no", "fetch-crl", "warning signing policy: There is no");
  }

  @Test
  void everyFaultOfTheConfigurationIsALine() throws Exception {
    configure("[a]\nserver = \"a.example.org\"\ntimeout = \"soon\"\nsrever = 1\n");
    assertThat(faulty())
        .contains(
            "fault   configuration: [a] writeprotocol: it is missing",
            "fault   configuration: [a] timeout: soon",
            "warning configuration: " + site.file("vmcaster.cfg") + ": [a] srever: no such key");
    configure("timeout = 3\n[a]\nserver = \"a.example.org\"\n");
    assertThat(faulty()).contains("fault   configuration: the configuration has ");
    configure("");
    assertThat(faulty()).contains("fault   configuration: it has no section");
    Files.delete(site.file("vmcaster.cfg"));
    assertThat(faulty()).contains("fault   configuration: there is no configuration: looked for ");
  }

  @Test
  void aLocalDirectoryMayBeMissingOrClosed() throws Exception {
    configure(section("local", site.file("nowhere") + "/"));
    assertThat(faulty("--try-write"))
        .containsOnlyOnce("fault   server")
        .contains("there is no directory " + site.file("nowhere") + "/", "Make it");
    configure(section("local", site.file("www") + "/"));
    assertThat(faultless()).contains("reader:***@example.org");
    Files.setPosixFilePermissions(site.file("www"), PosixFilePermissions.fromString("r-x------"));
    assertThat(site.child().withoutPrivileges().run("--doctor").ended(0).out())
        .contains("is there");
    assertThat(site.child().withoutPrivileges().run("--doctor", "--try-write").ended(3).out())
        .contains("fault   server [example]: ", "vmcaster-probe", "ermi");
  }

  /** Where the next upload would end. */
  @Test
  void aDirectoryOfAnImageMayBeMissing() throws Exception {
    Files.delete(site.file("www/images"));
    assertThat(faulty())
        .contains("ok      server [example]: " + site.file("www") + "/ is there")
        .containsOnlyOnce("there is no directory")
        .contains(
            "fault   server [example]: there is no directory "
                + site.file("www/images")
                + "/, where https://example.org/images/first.img goes. Make it");
  }

  @Test
  void aSectionThatIsAPatternIsLookedAtToo() throws Exception {
    String target = "\\nuriReplace = \"" + site.file("www") + "/\\\\\\\\1\"\\n";
    String head = "[example]\\nprotocol = \"local\"\\nuriMatch = ";
    for (String pattern :
        new String[] {
          "https://example\\\\.org/(.*)",
          "^https://[a-z]+\\\\.org/(.*)$",
          "https://other.invalid/(.*)"
        }) {
      configure((head + "\"" + pattern.replace("\\", "\\\\") + "\"" + target).translateEscapes());
      assertThat(faultless()).contains("ok      server [example]: " + site.file("www") + "/");
    }
    configure((head + "\"https://[a-z]+\\\\\\\\.net/(.*)\"" + target).translateEscapes());
    assertThat(faultless())
        .contains("warning server [example]: no address is known that it covers", "hv:uri");
  }

  @Test
  void anSshServerMayBeUnknownClosedOrAway() throws Exception {
    OpenSshServer sshd = OpenSshServer.start(directory.resolve("sshd"));
    String prefix = "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "/" + directory;
    try (sshd) {
      configure(section("scp", prefix + "/www/"));
      SshHome home = SshHome.create(directory);
      assertThat(faulty()).contains("fault   server [example]: ", "known_hosts");
      home.append("known_hosts", sshd.knownHostsLine());
      assertThat(faulty()).contains("fault   server [example]: cannot log in", "authorized_keys");
      sshd.authorize(SshKeys.generate(home.file("id_ed25519"), "ed25519", ""));
      assertThat(faultless("--try-write"))
          .contains(
              "is reached by scp: its host key is known, and it lets us in",
              "a file was written, read and removed in ");
      assertThat(site.file("www").toFile().list()).containsExactly("images");
      configure(section("scp", prefix + "/nowhere/"));
      assertThat(faulty()).contains("fault   server [example]: there is no directory ");
    }
    configure(section("scp", prefix + "/www/"));
    assertThat(faulty()).contains("fault   server [example]: cannot ", "127.0.0.1");
  }
}
