package io.vmcaster.cli;

import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestOrder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What signs and what servers are shown, as people see the two. */
class IdentitiesTest {

  private static final String OWEN = "/DC=org/DC=example/CN=Owen Synge";

  @TempDir private static Path directory;
  private static LocalSite site;
  private static TestCa lower;
  private static TestIdentity client;

  @TempDir private Path own;

  @BeforeAll
  static void publish() throws Exception {
    site = LocalSite.published(directory);
    lower = site.ca().intermediate("/DC=org/DC=example/CN=Issuing CA");
    client = client(12);
  }

  private static TestIdentity client(int days) {
    return ends(
        days, site.ca().user("/DC=org/DC=example/CN=Client").extendedKeyUsage("clientAuth"));
  }

  private static TestIdentity ends(int days, TestOrder order) {
    return order.validUntil(Instant.now().plus(Duration.ofDays(days)).plusSeconds(3000)).issue();
  }

  @BeforeEach
  void beginAnew() throws Exception {
    for (String each : List.of("X509_USER_PROXY", "X509_USER_CERT", "X509_USER_KEY")) {
      site.with(each, "");
    }
    site.with("X509_CERT_DIR", site.ca().directory().toString());
    site.signWith(site.endorser());
    site.configure("");
  }

  private static void show(TestIdentity identity) {
    site.with("X509_USER_CERT", identity.certificateFile().toString());
    site.with("X509_USER_KEY", identity.keyFile().toString());
  }

  /** Trusts the root alone, whose CRL ends in as many days. */
  private Path rootAlone(int days) throws Exception {
    site.ca().publishCrl(Instant.now().plus(Duration.ofDays(days)).plusSeconds(3000));
    for (String ending : List.of(".0", ".signing_policy", ".r0")) {
      Path file = site.ca().file(ending);
      Files.copy(file, own.resolve(file.getFileName()));
    }
    Files.delete(site.ca().file(".r0"));
    site.with("X509_CERT_DIR", own.toString());
    return own;
  }

  private String doctor(int status, String... more) {
    String[] arguments = new String[more.length + 1];
    arguments[0] = "--doctor";
    System.arraycopy(more, 0, arguments, 1, more.length);
    return site.run(arguments).ended(status).out();
  }

  @Test
  void doctorListsBothWithHolderEndPurposeAndPlace() throws Exception {
    show(client);
    assertThat(doctor(0))
        .contains(
            "ok      certificate: " + OWEN + " in " + site.endorser().certificateFile(),
            "ok      certificate: it is for signing e-mail and lists and for TLS clients",
            "ok      certificate: it is valid for ",
            "(DISH_CERT)",
            "warning certificate for servers: /DC=org/DC=example/CN=Client in "
                + client.certificateFile()
                + " (X509_USER_CERT and X509_USER_KEY): it ends in 12 days; it is for TLS clients");
    TestIdentity proxy = site.endorser().proxy().issue();
    site.with("X509_USER_PROXY", proxy.proxyFile().toString());
    String section = "certificate = \"%s\"\nkey = \"%s\"\n";
    site.configure(section.formatted(client.certificateFile(), client.keyFile()));
    assertThat(doctor(0))
        .containsPattern(
            "ok      certificate for servers: " + OWEN + "/CN=.* \\(X509_USER_PROXY\\)")
        .containsPattern("it ends in 1[12] hours; it is for TLS clients")
        .contains("CN=Client in " + client.certificateFile() + " ([example]): it ends in 12 days");
  }

  @Test
  void doctorOpensNothingThatIsEncrypted() {
    Path signing = site.endorser().pkcs12("secret");
    Path shown = client.pkcs12("secret");
    site.with("DISH_CERT", signing.toString()).with("DISH_KEY", signing.toString());
    site.with("X509_USER_CERT", shown.toString());
    assertThat(doctor(0))
        .contains(
            "ok      certificate: " + signing + " (DISH_CERT) is encrypted; not opened",
            "ok      key: " + signing + " (DISH_KEY) is encrypted; not opened",
            "ok      certificate for servers: " + shown + " (X509_USER_CERT and X509_USER_KEY) is");
  }

  /** With the authority's certificate in the message ends whatever it vouches for. */
  @Test
  void aListEndsWithTheAuthorityThatGoesAlong() throws Exception {
    LocalSite mine = LocalSite.published(own);
    Instant end = Instant.now().plus(Duration.ofDays(3)).truncatedTo(ChronoUnit.SECONDS);
    TestCa brief = mine.ca().intermediate("/DC=org/DC=example/CN=Brief CA", end);
    mine.signWith(brief.user(OWEN).issue());
    String[] ca = {"--endorser", OWEN, "--endorser-key-set", "hv:ca", "--endorser-value", ""};
    ca[5] = brief.identity().subject();
    mine.run(ca).succeeded();
    String chain = brief.identity().certificateFile().toString();
    String[] cron = {"--update", "--all", "--if-needed", "--x509-chain", chain};

    assertThat(mine.run(cron).succeeded().err())
        .contains("ends with the certificate of the authority /DC=org/DC=example/CN=Brief CA, on")
        .contains("valid until " + end);
    String version = mine.publicVersion();
    assertThat(mine.run(cron).succeeded().err()).contains("would not last longer");
    assertThat(mine.publicVersion()).isEqualTo(version);

    TestCa old =
        mine.ca().intermediate("/DC=org/DC=example/CN=Old CA", Instant.now().minusSeconds(9));
    mine.signWith(old.user(OWEN).issue());
    ca[5] = old.identity().subject();
    mine.run(ca).succeeded();
    cron[4] = old.identity().certificateFile().toString();
    assertThat(mine.run(cron).ended(7).err())
        .contains("the authority /DC=org/DC=example/CN=Old CA, which goes along, ended on")
        .contains("--x509-chain");
    assertThat(mine.publicVersion()).isEqualTo(version);
  }

  @Test
  void theAuthoritiesInTheFileOrBesideItAreEnough() throws Exception {
    Path anchors = rootAlone(5);
    TestIdentity jane = ends(40, lower.user("/DC=org/DC=example/CN=Jane"));
    Path intermediate = lower.identity().certificateFile();
    site.signWith(jane);
    String root = "sites must have the root ";
    String[] check = {"--imagelist-check", "--imagelist", LIST};
    assertThat(doctor(3)).contains("fault   chain: ", "no trust anchor is named ", "Issuing CA");
    assertThat(site.run(check).err())
        .contains("warning: " + root + lower.identity().subject() + ", which " + anchors);
    assertThat(doctor(0, "--x509-chain", intermediate.toString()))
        .contains("ok      chain: The trust anchor " + site.ca().identity().subject());
    Path both = own.resolve("both.pem");
    Files.writeString(
        both, Files.readString(intermediate) + Files.readString(jane.certificateFile()));
    site.with("DISH_CERT", both.toString());
    assertThat(doctor(0))
        .contains(
            "ok      chain: ",
            "certificate of the authority " + lower.identity().subject() + ", ends in ",
            "ok      crl: the revocation list of " + site.ca().identity().subject() + " ends in 5");
    assertThat(site.run(check).err())
        .contains(root + site.ca().identity().subject())
        .doesNotContain("warning");
    show(client);
    assertThat(site.run("--status").succeeded().err())
        .contains(
            "vmcaster: the certificate that signs, /DC=org/DC=example/CN=Jane, ends in 40 days",
            "vmcaster: the certificate of the authority " + lower.identity().subject(),
            "vmcaster: the revocation list of "
                + site.ca().identity().subject()
                + " ends in 5 days",
            "vmcaster: warning: the certificate that servers are shown,"
                + " /DC=org/DC=example/CN=Client, ends in 12 days");
  }

  @Test
  void verifyingSaysWhichDirectoryLacksTheRoot() throws Exception {
    String list = site.file("www/list.smime").toString();
    String root = "sites must have the root " + site.ca().identity().subject();
    assertThat(site.run("--imagelist-verify", list).succeeded().out())
        .contains("ok      root: " + root);
    assertThat(site.run("--imagelist-verify", list, "--ca-dir", own.toString()).ended(8).out())
        .contains("warning root: " + root + ", which " + own + " lacks");
  }

  @Test
  void updatesWarnFromThirtyDaysOn() {
    String signing = "the certificate that signs, " + OWEN + ", ends in ";
    String shown = "the certificate that servers are shown, /DC=org/DC=example/CN=Client, ends in ";
    for (int days : new int[] {31, 30, 1}) {
      site.signWith(ends(days, site.ca().user(OWEN)));
      show(client(days));
      String said = site.run("--update", "--imagelist", LIST, "--lifetime", "1").succeeded().err();
      if (days > 30) {
        assertThat(said).doesNotContain("that signs", "are shown", "revocation list");
      } else {
        assertThat(said).contains("warning: " + signing + days, "warning: " + shown + days);
      }
    }
  }

  @Test
  void updatesWarnOfARevocationListAboutToEnd() throws Exception {
    Path anchors = rootAlone(0);
    site.signWith(ends(40, site.ca().user(OWEN)));
    String[] update = {"--update", "--imagelist", LIST, "--ca-dir", anchors.toString()};
    String warning = "warning: the revocation list of " + site.ca().identity().subject();
    assertThat(site.run(update).succeeded().err()).contains(warning + " ends in 0 hours");
  }

  @ParameterizedTest
  @CsvSource({
    "-algorithm ED25519, -sha256, is of kind Ed",
    "-algorithm RSA-PSS, -sha256, RSA-PSS",
    "-algorithm RSA -pkeyopt rsa_keygen_bits:1024, -sha256, has 1024 bits",
    "-algorithm RSA -pkeyopt rsa_keygen_bits:2048, -sha1, is signed with SHA1",
    "-algorithm EC -pkeyopt ec_paramgen_curve:P-256, -sha1, is signed with SHA1",
  })
  void whatCannotSignIsSaidAtOnce(String kind, String digest, String reason) throws Exception {
    Path key = own.resolve("key.pem");
    Path request = own.resolve("request.pem");
    Path certificate = own.resolve("certificate.pem");
    Path extensions = Files.writeString(own.resolve("ext"), "keyUsage=digitalSignature\n");
    OpenSsl.run((Object[]) ("genpkey " + kind + " -out " + key).split(" "));
    OpenSsl.run("req", "-new", "-key", key, "-subj", OWEN, "-out", request);
    Path ca = site.ca().identity().certificateFile();
    Path caKey = site.ca().identity().keyFile();
    String command =
        "x509 -req -days 100 -in %s -CA %s -CAkey %s -extfile %s %s -out %s"
            .formatted(request, ca, caKey, extensions, digest, certificate);
    OpenSsl.run((Object[]) command.split(" "));
    site.with("DISH_KEY", key.toString()).with("DISH_CERT", certificate.toString());
    assertThat(doctor(3)).containsPattern("fault   certificate: .*" + reason);
    String before = site.publicVersion();
    assertThat(site.run("--update", "--imagelist", LIST).ended(7).err()).contains(reason);
    assertThat(site.publicVersion()).isEqualTo(before);
  }

  @Test
  void whatIsRevokedDoesNotSign() throws Exception {
    HttpServer web =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      web.createContext(
          "/",
          exchange -> {
            byte[] list = Files.readAllBytes(site.ca().file(".r0"));
            exchange.sendResponseHeaders(200, list.length);
            exchange.getResponseBody().write(list);
            exchange.close();
          });
      web.start();
      TestIdentity revoked = pointed(web.getAddress().getPort());
      site.ca().revoke(revoked);
      site.ca().publishCrl(Instant.now().plus(Duration.ofDays(3)));
      site.signWith(revoked);
      String[] update = {"--update", "--imagelist", LIST};
      assertThat(site.run(update).ended(7).err()).contains("is revoked, says http://127.0.0.1:");
      Files.delete(site.ca().file(".r0")); // the message is verified against it, too
      site.run("--update", "--imagelist", LIST, "--no-revocation-check").succeeded();
      site.signWith(pointed(silent.getLocalPort()));
      assertThat(site.run(update).succeeded().err()).doesNotContain("revoked", "revocation");
    } finally {
      web.stop(0);
    }
  }

  private static TestIdentity pointed(int port) {
    String crl = "crlDistributionPoints=URI:http://127.0.0.1:" + port + "/crl";
    return site.ca().user(OWEN).extension(crl).issue();
  }
}
