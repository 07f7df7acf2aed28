package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.DcapDoor;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.OpenSshServer;
import io.vmcaster.testing.PostgresServer;
import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.SshHome;
import io.vmcaster.testing.SshKeys;
import io.vmcaster.testing.TestIdentity.Cipher;
import io.vmcaster.testing.VmcasterRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Says everything it can about runs of every kind, over a real OpenSSH server and on a real
 * PostgreSQL, with keys that passphrases protect: no secret is ever among it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsTest {

  private static final String PASSPHRASE = "open-sesame-7391";
  private static final String DATABASE_PASSWORD = "tr0ub4dor-and-3";
  private static final String OTHER_PASSWORD = "not-the-right-one-55";
  private static final List<String> FORMS = List.of("text", "json", "syslog");

  @TempDir static Path directory;
  private PostgresServer postgres;
  private OpenSshServer sshd;
  private LocalSite site;
  private ProgramProcess vmcaster;
  private String url;
  private Path key;
  private Path sshKey;
  private int runs;

  @BeforeAll
  void prepare() throws Exception {
    postgres = PostgresServer.start();
    String open = postgres.newDatabase("secrets");
    url = open.replace(":secret@", ":" + DATABASE_PASSWORD + "@");
    postgres.demandPassword("secrets", DATABASE_PASSWORD);
    sshd = OpenSshServer.start(directory.resolve("sshd"));
    site = LocalSite.create(directory);
    site.writeImage("build.img", 5);
    Files.writeString(directory.resolve("passphrase"), PASSPHRASE + "\n");
    Files.writeString(directory.resolve("wrong"), OTHER_PASSWORD + "\n");
    key = site.endorser().encryptedKey(Cipher.AES256, PASSPHRASE);
    protectSsh();
  }

  @BeforeEach
  void makeProgram() {
    vmcaster =
        ProgramProcess.in(directory)
            .archived()
            .with("DISH_CFG", directory.resolve("vmcaster.cfg").toString())
            .with("X509_CERT_DIR", site.ca().directory().toString())
            .with("DISH_KEY", key.toString())
            .with("DISH_CERT", site.endorser().certificateFile().toString())
            .with("DISH_RDBMS", url);
  }

  @AfterAll
  void stop() throws IOException {
    sshd.close();
    postgres.close();
  }

  private void protectSsh() throws IOException {
    SshHome home = SshHome.create(directory);
    sshKey = SshKeys.generate(home.file("id_ed25519"), "ed25519", PASSPHRASE);
    sshd.authorize(sshKey);
    home.append("known_hosts", sshd.knownHostsLine());
    Path configuration = directory.resolve("vmcaster.cfg");
    String server = "scp://" + sshd.user() + "@127.0.0.1:" + sshd.port() + "/";
    Files.writeString(
        configuration,
        Files.readString(configuration)
            .replace("\"local\"", "\"scp\"")
            .replace("writeprefix = \"", "writeprefix = \"" + server));
  }

  @Test
  void noneIsEverSaid() throws Exception {
    String passin = "file:" + directory.resolve("passphrase");
    String wrong = "file:" + directory.resolve("wrong");
    run(0, "--imagelist-import-json", "list.json");
    run(0, "--image-upload", "build.img", "--image", IMAGE, "--update", "--passin", passin);
    run(7, "--imagelist", LIST, "--update", "--passin", wrong);
    run(0, "--imagelist-list");
    run(0, "--status", "--json");
    runAnyhow("--doctor", "--try-write");
    run(0, "--database-copy", "sqlite:///copy.db");
    run(2, "--imagelist-lst", "--database", url);
    vmcaster.with("DISH_RDBMS", url.replace(DATABASE_PASSWORD, OTHER_PASSWORD));
    run(3, "--imagelist-list");
    run(3, "--imagelist-list", "--json");
    run(3, "--imagelist-list", "-d", "mysql://jane:" + OTHER_PASSWORD + "@localhost/x");
    vmcaster.with("DISH_RDBMS", url.replace(":" + DATABASE_PASSWORD, ""));
    vmcaster.with("PGPASSWORD", DATABASE_PASSWORD);
    runAnyhow("--imagelist-list");
    vmcaster.with(
        "DISH_RDBMS", url.replace(":" + DATABASE_PASSWORD, "") + "?password=" + DATABASE_PASSWORD);
    runAnyhow("--imagelist", LIST, "--imagelist-show");

    String log = logs();
    assertThat(log)
        .as("it was a real test: each library had its say")
        .contains("com.jcraft.jsch", "org.hibernate", "org.postgresql");
  }

  /** At dCache doors, where the key itself logs in, or a proxy whose key lies open in its file. */
  @ParameterizedTest
  @ValueSource(strings = {"dcap", "gsidcap", "gsidcap by proxy", "gsidcap by dccp"})
  void noneIsSaidAtADoorEither(String way) throws Exception {
    Path proxy = site.endorser().proxy().key(KeyKind.RSA).issue().proxyFile();
    if (way.contains(" by ")) {
      vmcaster.with("X509_USER_PROXY", proxy.toString());
    }
    Path configuration = directory.resolve(way + ".cfg");
    vmcaster.with("DISH_CFG", configuration.toString());
    vmcaster.with("DISH_RDBMS", "sqlite:///" + way + ".db");
    vmcaster.with("https_proxy", "http://jane:" + OTHER_PASSWORD + "@127.0.0.1:1");
    String passin = "file:" + directory.resolve("passphrase");
    run(0, "--imagelist-import-json", "list.json");
    try (DcapDoor door = door(way)) {
      Files.writeString(
          configuration,
          "[door]\nserver = \"example.org\"\nwriteprotocol = \"%s\"\n"
                  .formatted(way.replaceFirst(" .*", ""))
              + "readprefix = \"https://example.org/\"\nwriteprefix = \"%s\"\n"
                  .formatted(door.url())
              + (way.endsWith("dccp") ? "dcapclient = \"dccp\"\n" : ""));
      run(0, "--image-upload", "build.img", "--image", IMAGE, "--update", "--passin", passin);
      runAnyhow("--imagelist", LIST, "--update", "--passin", "file:" + directory.resolve("wrong"));
      runAnyhow("--doctor", "--try-write", "--passin", passin);
      assertSilent("the door of " + way, door.log());
    }
    assertThat(body(proxy)).hasSizeGreaterThan(10);
    assertThat(logs()).doesNotContain(body(proxy));
    run(5, "--imagelist", LIST, "--update", "--passin", passin, "--retries", "0");
  }

  private DcapDoor door(String way) throws Exception {
    Path files = Files.createDirectories(directory.resolve(way).resolve("images")).getParent();
    return way.equals("dcap")
        ? DcapDoor.open(files)
        : DcapDoor.open(files, site.ca().host("localhost").issue(), site.ca().directory());
  }

  private void run(int status, String... arguments) throws Exception {
    assertThat(runAnyhow(arguments)).as(String.join(" ", arguments)).isEqualTo(status);
  }

  private int runAnyhow(String... arguments) throws Exception {
    String form = FORMS.get(runs++ % FORMS.size());
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--debug", "--log-file", form + ".log", "--log-format", form));
    VmcasterRun.Ran ran = vmcaster.run(all.toArray(String[]::new));
    assertSilent(String.join(" ", arguments), ran.out() + ran.err() + logs());
    return ran.status();
  }

  private void assertSilent(String what, String text) throws IOException {
    assertThat(text).as(what).doesNotContain(PASSPHRASE, DATABASE_PASSWORD, OTHER_PASSWORD);
    assertThat(text).as(what).doesNotContain(body(key)).doesNotContain(body(sshKey));
  }

  /**
   * The lines that hold a key, in a file where certificates, which are no secret, may stand, too.
   */
  private static List<String> body(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean isKey = false;
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("-")) {
        isKey = line.contains("PRIVATE KEY");
      } else if (isKey) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static String logs() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String form : FORMS) {
      Path log = directory.resolve(form + ".log");
      all.append(Files.exists(log) ? Files.readString(log) : "");
    }
    return all.toString();
  }
}
