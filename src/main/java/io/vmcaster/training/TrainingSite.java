package io.vmcaster.training;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmcaster.context.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A directory with all that a training needs to send, sign and publish: a throw-away certificate of
 * the Java machine's own {@code keytool}, a configuration, an image. Nothing leaves the machine;
 * the addresses are ones of it that nobody answers at.
 */
final class TrainingSite {

  /** The list that is imported. */
  static final String LIST = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";

  /** Its image. */
  static final String IMAGE = "7b1aea46-8776-4447-9450-00e720fc042c";

  /** Who endorses it. */
  static final String ENDORSER = "/DC=org/DC=example/CN=Jane Doe";

  /** The file to upload. */
  static final String BUILD = "worker.img";

  /** Another build, for a server that does not answer. */
  static final String FAR_BUILD = "far.img";

  /** Where that would go. */
  static final String FAR = "http://127.0.0.1:9/far/worker.raw";

  /** The published list, as a file. */
  static final String PUBLISHED = "www/training.smime";

  private static final int MANY = 50;
  private static final String PASSWORD = "throw-away";

  private final Path home;

  TrainingSite(Path home) {
    this.home = home;
  }

  /** The variables that programs run with here. */
  Environment environment() {
    return new Environment(
        Map.of(
            "HOME", home.toString(),
            "DISH_CFG", home.resolve("vmcaster.cfg").toString(),
            "DISH_CERT", home.resolve("usercert.pem").toString(),
            "DISH_KEY", home.resolve("userkey.pem").toString(),
            "X509_CERT_DIR", home.resolve("none").toString()),
        home);
  }

  /** The list that is imported, as JSON. */
  byte[] list() {
    try (InputStream in = TrainingSite.class.getResourceAsStream("training.json")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same with so many images that they are written all at once. */
  byte[] longList() {
    String text = new String(list(), UTF_8);
    int from = text.indexOf("{\"hv:image\"");
    int to = text.indexOf("}}]", from) + 2;
    StringBuilder images = new StringBuilder(text.substring(from, to));
    for (int i = 0; i < MANY; i++) {
      images.append(',').append(text, from, to);
      int identifier = images.lastIndexOf(IMAGE);
      images.replace(identifier, identifier + 4, Integer.toString(1000 + i));
    }
    return (text.substring(0, from) + images + text.substring(to)).getBytes(UTF_8);
  }

  /** Makes certificate, configuration and images. */
  void furnish() throws IOException {
    Files.createDirectories(home.resolve("www/images"));
    Files.writeString(
        home.resolve("vmcaster.cfg"),
        """
        [near]
        server = "127.0.0.1"
        writeprotocol = "local"
        readprefix = "http://127.0.0.1:9/"
        writeprefix = "%s/www/"
        [far]
        server = "127.0.0.2"
        writeprotocol = "scp"
        readprefix = "http://127.0.0.1:9/far/"
        writeprefix = "scp://nobody@127.0.0.1:9/far/"
        """
            .formatted(home));
    byte[] image = new byte[300_000];
    Files.write(home.resolve(BUILD), image);
    Files.write(home.resolve(FAR_BUILD), new byte[1024]);
    makeCertificate();
  }

  /** Without one, what signs is not trained, and nothing else happens. */
  private void makeCertificate() throws IOException {
    Path store = home.resolve("identity.p12");
    List<String> keytool =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "me",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-dname",
            "CN=Jane Doe,DC=example,DC=org",
            "-ext",
            "KeyUsage=digitalSignature",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    try {
      Process process = new ProcessBuilder(keytool).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      if (process.waitFor() == 0) {
        writePem(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()));
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void writePem(KeyStore store) throws GeneralSecurityException, IOException {
    pem("usercert.pem", "CERTIFICATE", store.getCertificate("me").getEncoded());
    pem("userkey.pem", "PRIVATE KEY", store.getKey("me", PASSWORD.toCharArray()).getEncoded());
  }

  private void pem(String file, String label, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Path path = home.resolve(file);
    Files.writeString(
        path,
        "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n",
        US_ASCII);
    path.toFile().setReadable(false, false);
    path.toFile().setReadable(true, true);
  }
}
