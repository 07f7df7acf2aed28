package io.vmcaster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Map;

/**
 * A throw-away world of certification authorities, users and hosts, made by the real {@code
 * openssl}.
 *
 * <pre>{@code
 * TestPki pki = TestPki.in(temporaryDirectory);
 * TestCa ca = pki.ca("/DC=org/DC=example/CN=Test CA");
 * TestIdentity jane = ca.user("/DC=org/DC=example/CN=Jane Doe").issue();
 * TestIdentity door = ca.host("localhost").issue();
 * Path anchors = pki.caDirectory();
 * Path proxy = jane.proxy().issue().proxyFile();
 * }</pre>
 */
public final class TestPki {

  private final Path home;
  private final Path caDirectory;
  private final Map<KeyKind, Integer> keysUsed = new EnumMap<>(KeyKind.class);
  private int files;

  private TestPki(Path home) throws IOException {
    this.home = Files.createDirectories(home.toAbsolutePath());
    this.caDirectory = Files.createDirectories(home.toAbsolutePath().resolve("certificates"));
  }

  /** A world in a directory, which is made when it is not there. */
  public static TestPki in(Path home) {
    try {
      return new TestPki(home);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A certification authority that signs itself, with a key on P-256. */
  public TestCa ca(String subject) {
    return TestCa.root(this, new TestOrder(this, null, subject));
  }

  /** The same, with an extension that limits it. */
  public TestCa ca(String subject, String extension) {
    return TestCa.root(this, new TestOrder(this, null, subject).extension(extension));
  }

  /**
   * A directory like {@code /etc/grid-security/certificates}, with every authority of this world:
   * certificate, {@code signing_policy}, and CRLs where they were asked for.
   */
  public Path caDirectory() {
    return caDirectory;
  }

  /** A path that nothing has yet. */
  Path newFile(String ending) {
    files++;
    return home.resolve(files + ending);
  }

  /** An unencrypted key that nobody in this world has yet. */
  String newKey(KeyKind kind) {
    return kind.pem(keysUsed.merge(kind, 1, Integer::sum) - 1);
  }

  /** Writes a file. */
  static Path write(Path file, String text) {
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file that its owner alone may read. */
  static Path writeSecret(Path file, String text) {
    try {
      write(file, text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a file. */
  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
