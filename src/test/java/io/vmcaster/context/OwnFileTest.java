package io.vmcaster.context;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OwnFileTest {

  @TempDir Path root;
  private Path name;
  private Path secret;

  /** What somebody may put in the place of our file. */
  enum Trap {
    LINK("a symbolic link"),
    DANGLING_LINK("a symbolic link"),
    LINK_TO_DEVICE("a symbolic link"),
    HARD_LINK("hard link"),
    PIPE("not a file"),
    DIRECTORY("not a file");

    final String reason;

    Trap(String reason) {
      this.reason = reason;
    }

    void put(Path name, Path secret) throws IOException, InterruptedException {
      switch (this) {
        case LINK -> Files.createSymbolicLink(name, secret);
        case DANGLING_LINK ->
            Files.createSymbolicLink(name, secret.resolveSibling("does-not-exist"));
        case LINK_TO_DEVICE -> Files.createSymbolicLink(name, Path.of("/dev/null"));
        case HARD_LINK -> Files.createLink(name, secret);
        case PIPE -> new ProcessBuilder("mkfifo", name.toString()).start().waitFor();
        case DIRECTORY -> Files.createDirectory(name);
      }
    }
  }

  @BeforeEach
  void secret() throws IOException {
    name = root.resolve("name");
    secret = Files.writeString(root.resolve("secret"), "secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
  }

  @ParameterizedTest
  @EnumSource(Trap.class)
  void whatIsNotOursIsNeitherOpenedNorMade(Trap trap) throws Exception {
    trap.put(name, secret);

    assertThatThrownBy(() -> OwnFile.openShared(name))
        .isInstanceOfSatisfying(
            OwnFile.NotOursException.class, e -> assertThat(e.getReason()).contains(trap.reason));
    assertThatThrownBy(() -> OwnFile.openOrCreate(name, OwnFile.READABLE_BY_ALL))
        .isInstanceOf(OwnFile.NotOursException.class);
    assertThatThrownBy(() -> OwnFile.create(name, OwnFile.READABLE_BY_ALL))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(secret).hasContent("secret");
    assertThat(permissions(secret)).isEqualTo("rw-------");
    assertThat(root.resolve("does-not-exist")).doesNotExist();
  }

  @Test
  void anotherUsersFileIsRefused() throws IOException {
    // root can make one; everybody else has those of root
    Path others = Environment.processUser() == 0 ? secret : Path.of("/etc/passwd");
    if (Environment.processUser() == 0) {
      Files.setAttribute(secret, "unix:uid", 65534);
    }

    assertThatThrownBy(
            () -> {
              try (OwnFile file = OwnFile.openShared(others)) {
                file.requireOurs();
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatIsMissingIsSaidAsSuch() {
    assertThatThrownBy(() -> OwnFile.openShared(name)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void permissionsGoToTheOpenFileWhateverItsNameLeadsTo() throws IOException {
    try (OwnFile file = OwnFile.create(name, OwnFile.READABLE_BY_ALL)) {
      assertThat(permissions(name)).isEqualTo("rw-r--r--");
      Files.move(name, root.resolve("moved"));
      Files.createSymbolicLink(name, secret);

      file.setPermissions(PosixFilePermissions.fromString("rw-rw-rw-"));

      assertThat(permissions(root.resolve("moved"))).isEqualTo("rw-rw-rw-");
      assertThat(permissions(secret)).isEqualTo("rw-------");
      assertThat(file.isAt(name)).isFalse();
      assertThat(file.isAt(root.resolve("moved"))).isTrue();
    }
  }

  @Test
  void severalAreToldApartAndKeepTheirPlaces() throws IOException {
    List<OwnFile> files =
        List.of(
            OwnFile.create(root.resolve("a"), OwnFile.PRIVATE),
            OwnFile.create(root.resolve("b"), OwnFile.PRIVATE),
            OwnFile.create(root.resolve("c"), OwnFile.PRIVATE));
    files.get(1).setPermissions(OwnFile.READABLE_BY_ALL);
    for (OwnFile file : files) {
      file.channel().write(ByteBuffer.wrap("x".getBytes(UTF_8)));
      file.close();
    }

    assertThat(permissions(root.resolve("a"))).isEqualTo("rw-------");
    assertThat(permissions(root.resolve("b"))).isEqualTo("rw-r--r--");
    assertThat(permissions(root.resolve("c"))).isEqualTo("rw-------");
    assertThat(root.resolve("b")).hasContent("x");
  }

  @Test
  void whatIsSharedKeepsItsContent() throws IOException {
    Files.writeString(name, "held by another run");

    OwnFile.openOrCreate(name, OwnFile.PRIVATE).close();

    assertThat(name).hasContent("held by another run");
  }

  @Test
  void whatOthersMakeAndRemoveMeanwhileIsOpenedOrMade() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService other = Executors.newSingleThreadExecutor();
    Future<?> remover =
        other.submit(
            () -> {
              while (!done.get()) {
                Files.deleteIfExists(name);
              }
              return null;
            });
    try {
      for (int i = 0; i < 500; i++) {
        OwnFile.openOrCreate(name, OwnFile.PRIVATE).close();
      }
    } finally {
      done.set(true);
      other.shutdown();
    }
    remover.get();
  }

  @Test
  void nothingIsMadeInADirectoryThatIsNotThere() {
    Path nowhere = root.resolve("nowhere").resolve("lock");

    assertThatThrownBy(() -> OwnFile.openOrCreate(nowhere, OwnFile.PRIVATE))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aLogIsAddedToAndOnlyOurOwnLinksAreFollowed() throws IOException {
    Path log = Files.writeString(root.resolve("log"), "one\n");
    Path link = Files.createSymbolicLink(root.resolve("link"), log);
    try (OutputStream out = OwnFile.append(link)) {
      out.write("two\n".getBytes(UTF_8));
    }
    assertThat(log).hasContent("one\ntwo\n");

    if (Environment.processUser() == 0) {
      Files.setAttribute(link, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
      assertThatThrownBy(() -> OwnFile.append(link)).isInstanceOf(OwnFile.NotOursException.class);
    }
    assertThat(log).hasContent("one\ntwo\n");
  }

  /** Logs are kept in directories such as /tmp, too. */
  @ParameterizedTest
  @EnumSource(
      value = Trap.class,
      names = {"HARD_LINK", "PIPE", "DIRECTORY"})
  void aLogIsNoTrap(Trap trap) throws Exception {
    trap.put(name, secret);
    if (trap == Trap.PIPE) {
      // only root can give a file away; everybody may wait for the reader of his own pipe
      if (Environment.processUser() != 0) {
        return;
      }
      Files.setAttribute(name, "unix:uid", 65534);
    }

    Process reader = new ProcessBuilder("cat", name.toString()).start();
    try {
      assertThatThrownBy(() -> OwnFile.append(name)).isInstanceOf(IOException.class);
    } finally {
      reader.destroyForcibly();
    }
    assertThat(secret).hasContent("secret");
  }

  @Test
  void aLogThatMayOnlyBeWrittenIsAddedTo() throws IOException {
    Files.writeString(name, "one\n");
    Files.setPosixFilePermissions(name, PosixFilePermissions.fromString("-w-------"));
    try (OutputStream out = OwnFile.append(name)) {
      out.write("two\n".getBytes(UTF_8));
    }
    Files.setPosixFilePermissions(name, PosixFilePermissions.fromString("rw-------"));
    assertThat(name).hasContent("one\ntwo\n");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
