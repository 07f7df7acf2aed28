package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.TestCa;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestPki;
import io.vmcaster.uploader.Uploader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** An authority, a door's certificate and a user with a proxy. Made once, for it takes a second. */
final class GsiWorld {
  private static GsiWorld instance;

  final TestPki pki;
  final TestCa ca;
  final TestIdentity host;
  final TestIdentity user;
  final Path proxy;

  private GsiWorld() throws IOException {
    Path home = Files.createTempDirectory("gsi-world");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
    pki = TestPki.in(home);
    ca = pki.ca("/DC=org/DC=example/CN=Test CA");
    host = ca.host("localhost").issue();
    user = ca.user("/DC=org/DC=example/CN=Jane Doe").issue();
    proxy = user.proxy().key(KeyKind.RSA).issue().proxyFile();
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      // it is in the system's temporary directory, which is cleaned some day
    }
  }

  static synchronized GsiWorld get() {
    try {
      instance = instance == null ? new GsiWorld() : instance;
      return instance;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The key of an identity, as a door needs it. */
  static DoorKey key(TestIdentity identity) {
    return new DoorKey(identity.certificateFile(), identity.keyFile());
  }

  /** A door with this world's certificate. */
  TestDoor door(Path directory, String... versions) throws IOException {
    return new TestDoor(directory, 0, lines(versions));
  }

  GsiDoor lines(String... versions) {
    return new GsiDoor(key(host), pki.caDirectory(), versions);
  }

  GsiDoor lines(DoorKey shown) {
    return new GsiDoor(shown, pki.caDirectory());
  }

  /** The environment of a user with a proxy; more variables may be given as name and value. */
  Environment environment(Path proxyFile, String... more) {
    Map<String, String> variables = new HashMap<>();
    variables.put("PATH", System.getenv("PATH"));
    variables.put("HOME", "/nonexistent");
    variables.put("X509_CERT_DIR", pki.caDirectory().toString());
    variables.put("X509_USER_PROXY", proxyFile.toString());
    for (int i = 0; i < more.length; i += 2) {
      variables.put(more[i], more[i + 1]);
    }
    return new Environment(variables, Path.of("").toAbsolutePath());
  }

  DcapProtocol protocol(Path proxyFile) {
    return protocol(environment(proxyFile), GsiCredentials.USUAL, Messages.SILENT);
  }

  static DcapProtocol protocol(
      Environment environment, GsiCredentials credentials, Messages messages) {
    return new DcapProtocol(
        environment,
        credentials.in(environment, messages),
        credentials.caDirectory().or(() -> environment.get("X509_CERT_DIR").map(Path::of)),
        messages);
  }

  /** Connects with this world's proxy. */
  Uploader connect(TestDoor door, Duration timeout, String... settings) {
    return connect(protocol(proxy), door, timeout, settings);
  }

  static Uploader connect(
      DcapProtocol protocol, TestDoor door, Duration timeout, String... settings) {
    return protocol.connect(
        protocol.locate("gsidcap://localhost:" + door.port() + "/x"),
        TestSections.section(timeout, settings));
  }
}
