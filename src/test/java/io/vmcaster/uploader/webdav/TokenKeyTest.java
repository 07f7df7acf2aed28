package io.vmcaster.uploader.webdav;

import static io.vmcaster.testing.LocalSite.IMAGE;
import static io.vmcaster.testing.LocalSite.LIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.testing.DcapDoor;
import io.vmcaster.testing.JavaMachines;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.LocalSite;
import io.vmcaster.testing.OpenSsl;
import io.vmcaster.testing.ProgramProcess;
import io.vmcaster.testing.Shell;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.uploader.gsidcap.DoorKey;
import io.vmcaster.uploader.gsidcap.ProxyTrust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys on tokens sign, and are shown to doors, by the program as people run it. */
class TokenKeyTest {

  private static final String MODULE = "/usr/lib/softhsm/libsofthsm2.so";
  private static final String PIN = "1234";

  @TempDir private static Path directory;
  private static LocalSite site;
  private static Path configuration;
  private static TestIdentity host;

  @BeforeAll
  static void makeTokens() throws Exception {
    site = LocalSite.published(directory);
    host = site.ca().host("localhost").issue();
    Path tokens = Files.createDirectories(directory.resolve("tokens"));
    configuration = directory.resolve("softhsm2.conf");
    Files.writeString(configuration, "directories.tokendir = " + tokens + "\n");
    for (String label : List.of("grid", "twin", "twin")) {
      tool("softhsm2-util --init-token --free --so-pin 12345678 --pin 1234 --label " + label);
    }
    TestIdentity robot = site.endorser();
    importKey(robot, "robot --id 01");
    importKey(robot, "bare --id 02");
    importCertificate(robot, "robot --id 01");
    TestIdentity curve = site.ca().user(robot.subject()).key(KeyKind.EC).issue();
    importKey(curve, "curve --id 03");
    importCertificate(curve, "curve --id 03");
  }

  private static void importKey(TestIdentity identity, String object) throws Exception {
    String key = identity.keyFile().toString();
    tool("softhsm2-util --token grid --pin 1234 --import " + key + " --label " + object);
  }

  private static void importCertificate(TestIdentity identity, String object) throws Exception {
    Path der = directory.resolve("certificate.der");
    OpenSsl.run("x509", "-in", identity.certificateFile(), "-outform", "DER", "-out", der);
    tool(
        "pkcs11-tool --module %s --token-label grid --login --pin 1234 --write-object %s --type"
                .formatted(MODULE, der)
            + " cert --label "
            + object);
  }

  private static void tool(String command) throws Exception {
    Map<String, String> variables = Map.of("SOFTHSM2_CONF", configuration.toString());
    Shell.Outcome ran = Shell.run(directory, variables, command.split(" "));
    assertThat(ran.status()).as(ran.err() + ran.out()).isZero();
  }

  /** The program with a key on a token; its PIN is on standard input, and can be read but once. */
  private static ProgramProcess program(String address, String pin) {
    return site.child()
        .with("SOFTHSM2_CONF", configuration.toString())
        .with("DISH_CERT", "")
        .with("DISH_KEY", "pkcs11:" + address)
        .behind("sh", "-c", "echo " + pin + " | \"$0\" \"$@\"");
  }

  static List<Path> javas() {
    return JavaMachines.homes();
  }

  @ParameterizedTest
  @MethodSource("javas")
  void signsAndIsShownToDoors(Path java) throws Exception {
    String release = String.valueOf(JavaMachines.release(java));
    Path www = directory.resolve("www");
    String[] upload = {
      "--image-upload", "build.img", "--image", IMAGE, "--update", "--passin", "fd:0"
    };
    ProgramProcess program =
        program("token=grid;object=robot;type=private?module-path=" + MODULE, PIN).on(java);
    DoorKey key = new DoorKey(host.certificateFile(), host.keyFile());
    try (DavDoor door = new DavDoor(www, 0, key.context(new ProxyTrust(site.ca().directory())))) {
      site.configure("webdav", door.url(), "");
      site.writeImage("build.img", release.hashCode());
      program.run(upload).ended(0);
      assertThat(door.asked()).isNotEmpty().allMatch(line -> line.contains("CN=Owen Synge"));
    }
    verify();
    try (DcapDoor door = DcapDoor.open(www, host, site.ca().directory())) {
      site.configure("gsidcap", door.url(), "");
      site.writeImage("build.img", release.hashCode() + 1);
      program.run(upload).ended(0);
    }
    verify();
    site.configure("");
    program("token=grid;object=curve;type=private?module-path=" + MODULE, PIN)
        .on(java)
        .run("--update", "--imagelist", LIST, "--passin", "fd:0")
        .ended(0);
    verify();
  }

  private static void verify() throws Exception {
    OpenSsl.runOn(
        Files.readAllBytes(site.file("www/list.smime")),
        "smime",
        "-verify",
        "-CAfile",
        site.ca().identity().certificateFile());
  }

  @Test
  void eachThingThatIsWrongIsSaid() throws Exception {
    site.configure("");
    String robot = "token=grid;object=robot?module-path=" + MODULE;
    String before = site.publicVersion();
    refused(robot, "9999", "the PIN does not open the token grid", "at least two tries are left");
    refused("token=twin;object=robot?module-name=softhsm2", PIN, "2 tokens fit", "serial=");
    refused(
        "token=absent?module-path=" + MODULE,
        PIN,
        "there is no token for",
        "there are: ",
        "grid (SoftHSM");
    refused("object=robot?module-path=/nowhere.so", PIN, "module /nowhere.so cannot be loaded");
    refused("token=grid;object=bare?module-path=" + MODULE, PIN, "no certificate beside it");
    assertThat(site.publicVersion()).isEqualTo(before);
    assertThat(program(robot, PIN).run("--doctor").ended(0).out())
        .contains(
            "ok      certificate: " + site.endorser().subject() + " in pkcs11:token=grid",
            "ok      key: pkcs11:token=grid;object=robot?module-path=" + MODULE,
            "is on a token; not opened",
            "ok      token module: softhsm2 in ");
  }

  private static void refused(String address, String pin, String... words) throws Exception {
    String[] update = {"--update", "--imagelist", LIST, "--passin", "fd:0"};
    String certificate = site.endorser().certificateFile().toString();
    ProgramProcess program = program(address, pin);
    String said =
        (address.contains("bare") ? program.with("DISH_CERT", certificate) : program)
            .run(update)
            .ended(7)
            .err();
    assertThat(said).contains(words).containsOnlyOnce("error:");
  }
}
