package io.vmcaster.uploader;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every uploader promises, asked of each against its real server. The server's files are seen
 * from behind as well, in a directory of this machine. Cases about a {@link Capability} turn into
 * their opposite, or pass at once, where the server does not have it.
 */
public abstract class UploaderContractTest {

  /** The directory on the server, from behind. */
  @TempDir protected Path root;

  private Uploader uploader;

  /** A new connection to a server that shows {@link #root}. */
  protected abstract Uploader connect() throws Exception;

  /** What the server calls a file below {@link #root}; the same name unless it says otherwise. */
  protected String path(Path file) {
    return file.toString();
  }

  /** Whether a rename over an existing file leaves no moment without one. */
  protected boolean replacesAtOnce() {
    return true;
  }

  /** How often a case does the same again; few where each verb takes a while. */
  protected int repetitions() {
    return 20;
  }

  @BeforeEach
  final void open() throws Exception {
    uploader = connect();
  }

  @AfterEach
  final void closeTwice() {
    uploader.close();
    uploader.close();
  }

  @Test
  void aFileThatIsNotThereHasNoStat() {
    assertThat(uploader.stat(name("absent"))).isEmpty();
    assertThat(uploader.stat(name("absent/also"))).isEmpty();
  }

  @Test
  void statTellsSizeAndDirectories() throws IOException {
    Files.writeString(root.resolve("seven"), "7 bytes");
    Files.createDirectory(root.resolve("dir"));

    assertThat(uploader.stat(name("seven"))).contains(new RemoteFile(7, false));
    assertThat(uploader.stat(name("dir")).orElseThrow().directory()).isTrue();
  }

  @Test
  void anUploadArrivesWhole() throws IOException {
    byte[] content = random(3 * 1024 * 1024 + 1);

    send("image", content, 100_003);

    assertThat(root.resolve("image")).hasBinaryContent(content);
    assertThat(uploader.stat(name("image"))).contains(new RemoteFile(content.length, false));
  }

  @Test
  void singleBytesArriveInOrder() {
    try (Upload upload = uploader.create(name("bytes"), 4)) {
      upload.write('a');
      upload.write("bc".getBytes(UTF_8), 0, 2);
      upload.write("xdx".getBytes(UTF_8), 1, 1);
      upload.commit();
    }
    assertThat(root.resolve("bytes")).hasContent("abcd");
  }

  @Test
  void anEmptyFileIsAFile() {
    send("empty", new byte[0], 1);

    assertThat(root.resolve("empty")).isEmptyFile();
  }

  @Test
  void aFileOfUnknownSizeArrivesWhereTheServerStreams() {
    byte[] content = random(200_000);
    if (lacks(Capability.STREAM)) {
      assertThatThrownBy(() -> uploader.create(name("stream"), -1))
          .isInstanceOf(UnsupportedOperationException.class);
      return;
    }

    try (Upload upload = uploader.create(name("stream"), -1)) {
      upload.write(content, 0, content.length);
      upload.commit();
    }
    assertThat(root.resolve("stream")).hasBinaryContent(content);
  }

  @Test
  void aWebServerCanReadWhatArrived() throws IOException {
    send("public", random(10), 10);

    assertThat(Files.getPosixFilePermissions(root.resolve("public")))
        .contains(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ)
        .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
  }

  @Test
  void manyUploadsShareAConnection() {
    for (int i = 0; i < repetitions(); i++) {
      send("file" + i, random(i * 1000), 700);
    }
    for (int i = 0; i < repetitions(); i++) {
      assertThat(root.resolve("file" + i)).hasSize(i * 1000L);
    }
  }

  @Test
  void anUploadThatIsGivenUpLeavesTheConnectionUsable() {
    Upload upload = uploader.create(name("partial"), 1000);
    upload.write(random(10), 0, 10);
    upload.close();
    upload.close();

    Uploader next = uploaderAfterAbort();
    next.remove(name("partial"));
    assertThat(next.stat(name("partial"))).isEmpty();
  }

  @Test
  void aMissingDirectoryIsRefusedOrMade() {
    String path = name("nowhere/below/file");
    if (!lacks(Capability.DIRECTORIES)) {
      send("nowhere/below/file", new byte[] {1}, 1);
      assertThat(root.resolve("nowhere/below/file")).hasSize(1);
      return;
    }

    TransferFailure failure =
        catchThrowableOfType(
            TransferFailure.class,
            () -> {
              try (Upload upload = uploader.create(path, 1)) {
                upload.write(1);
                upload.commit();
              }
            });

    assertThat(failure).hasMessageContaining(path);
    assertThat(failure.advice()).isPresent();
    assertThat(root.resolve("nowhere")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with blank",
        "  ",
        "it's",
        "say \"hi\"",
        "$(touch pwned)",
        "`touch pwned`",
        "a;touch pwned",
        "a|b&c>d",
        "back\\slash",
        "star*?[x]{a,b}",
        "-rf",
        "~root",
        "#hash%20!",
        "l'été 好",
        "T0123 5 x"
      })
  void anyNameIsJustAName(String name) throws IOException {
    byte[] content = name.getBytes(UTF_8);

    send(name, content, 100);

    assertThat(root.resolve(name)).hasBinaryContent(content);
    assertThat(uploader.stat(name(name))).contains(new RemoteFile(content.length, false));
    assertThat(readAll(name)).isEqualTo(content);
    uploader.rename(name(name), name(name + name));
    assertThat(root.resolve(name + name)).hasBinaryContent(content);
    uploader.remove(name(name + name));
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void renameGivesAnotherName() {
    send("from", random(5), 5);

    uploader.rename(name("from"), name("to"));

    assertThat(root.resolve("from")).doesNotExist();
    assertThat(root.resolve("to")).hasSize(5);
  }

  @Test
  void renameReplaces() throws IOException {
    Files.writeString(root.resolve("list"), "the old list");
    send("new", "new".getBytes(UTF_8), 5);

    uploader.rename(name("new"), name("list"));

    assertThat(root.resolve("list")).hasContent("new");
    assertThat(root.toFile().list()).containsExactly("list");
  }

  @Test
  void renameOfNothingIsRefused() throws IOException {
    Files.writeString(root.resolve("list"), "the old list");

    assertThatThrownBy(() -> uploader.rename(name("absent"), name("list")))
        .isInstanceOf(TransferFailure.class);

    assertThat(root.resolve("list")).hasContent("the old list");
  }

  @Test
  void aDirectoryInTheWayStays() throws IOException {
    Files.createDirectories(root.resolve("list"));
    send("new", random(5), 5);

    assertThatThrownBy(() -> uploader.rename(name("new"), name("list")))
        .isInstanceOf(TransferFailure.class);

    assertThat(root.resolve("list")).isDirectory();
    assertThat(root.resolve("new")).hasSize(5);
  }

  @Test
  void aReaderAlwaysFindsAWholeFile() throws Exception {
    if (!replacesAtOnce()) {
      return;
    }
    byte[][] contents = {filled('a', 5000), filled('b', 9000)};
    Files.write(root.resolve("list"), contents[1]);
    AtomicBoolean done = new AtomicBoolean();
    // a thread of its own: on newer Javas the pool of all has one, which a web client wants, too
    CompletableFuture<Integer> reader =
        CompletableFuture.supplyAsync(() -> poll(contents, done), task -> new Thread(task).start());

    for (int i = 0; i < repetitions(); i++) {
      send("new", contents[i % 2], 4096);
      uploader.rename(name("new"), name("list"));
    }

    done.set(true);
    assertThat(reader.get()).isPositive();
  }

  @Test
  void removeRemoves() throws IOException {
    Files.writeString(root.resolve("old"), "old");

    uploader.remove(name("old"));

    assertThat(root.resolve("old")).doesNotExist();
  }

  @Test
  void removingNothingIsDone() {
    uploader.remove(name("absent"));
    uploader.remove(name("absent/also"));

    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aDirectoryIsNotRemoved() throws IOException {
    Files.createDirectory(root.resolve("dir"));

    assertThatThrownBy(() -> uploader.remove(name("dir"))).isInstanceOf(TransferFailure.class);

    assertThat(root.resolve("dir")).isDirectory();
  }

  @Test
  void aDirectoryIsListedWhereTheServerCan() throws IOException {
    for (int i = 0; i < 300; i++) {
      Files.write(root.resolve("file" + i), new byte[i]);
    }
    Files.createDirectory(root.resolve("dir"));
    if (lacks(Capability.LIST)) {
      assertThatThrownBy(() -> uploader.list(path(root) + "/"))
          .isInstanceOf(UnsupportedOperationException.class);
      return;
    }

    var files = uploader.list(path(root) + "/");

    assertThat(files)
        .hasSize(301)
        .containsEntry("file7", new RemoteFile(7, false))
        .doesNotContainKeys(".", "..");
    assertThat(files.get("dir").directory()).isTrue();
    assertThat(uploader.list(path(root))).isEqualTo(files);
  }

  @Test
  void aMissingDirectoryListsAsEmpty() {
    if (lacks(Capability.LIST)) {
      return;
    }
    assertThat(uploader.list(name("absent/"))).isEmpty();
  }

  @Test
  void aShortFileIsContinuedWhereTheServerCan() throws IOException {
    byte[] content = random(300_000);
    Files.write(root.resolve("short"), Arrays.copyOf(content, 100_000));
    if (lacks(Capability.APPEND)) {
      assertThatThrownBy(() -> uploader.append(name("short"), 100_000))
          .isInstanceOf(UnsupportedOperationException.class);
      return;
    }

    try (Upload upload = uploader.append(name("short"), 100_000)) {
      upload.write(content, 100_000, 200_000);
      upload.commit();
    }

    assertThat(root.resolve("short")).hasBinaryContent(content);
  }

  @Test
  void continuingNothingIsRefused() {
    if (lacks(Capability.APPEND)) {
      return;
    }
    assertThatThrownBy(
            () -> {
              try (Upload upload = uploader.append(name("absent"), 10)) {
                upload.write(1);
                upload.commit();
              }
            })
        .isInstanceOf(TransferFailure.class);
  }

  @Test
  void aFileThatIsNotAsShortAsThoughtIsNotContinued() throws IOException {
    if (lacks(Capability.APPEND)) {
      return;
    }
    Files.writeString(root.resolve("there"), "there");

    assertThatThrownBy(() -> uploader.append(name("there"), 4).close())
        .isInstanceOf(TransferFailure.class);

    assertThat(root.resolve("there")).hasContent("there");
  }

  @Test
  void readGivesTheWholeFile() throws IOException {
    byte[] content = random(1_000_000);
    Files.write(root.resolve("image"), content);
    Files.createFile(root.resolve("empty"));

    assertThat(readAll("image")).isEqualTo(content);
    assertThat(readAll("empty")).isEmpty();
  }

  @Test
  void readCanStopEarly() throws IOException {
    byte[] content = random(2_000_000);
    Files.write(root.resolve("image"), content);

    try (InputStream in = uploader.read(name("image"))) {
      assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOf(content, 10));
    }

    Uploader next = uploaderAfterAbort();
    assertThat(next.stat(name("image"))).contains(new RemoteFile(2_000_000, false));
  }

  @Test
  void readingNothingIsRefused() {
    assertThatThrownBy(
            () -> {
              try (InputStream in = uploader.read(name("absent"))) {
                in.read();
              }
            })
        .isInstanceOf(TransferFailure.class);
  }

  /**
   * The connection to go on with after a stream was left in the middle; a protocol that must give
   * its connection up then answers with a new one.
   */
  protected Uploader uploaderAfterAbort() {
    return uploader;
  }

  private String name(String file) {
    return path(root) + "/" + file;
  }

  private void send(String file, byte[] content, int step) {
    try (Upload upload = uploader.create(name(file), content.length)) {
      for (int at = 0; at < content.length; at += step) {
        upload.write(content, at, Math.min(step, content.length - at));
      }
      upload.commit();
    }
  }

  private byte[] readAll(String file) throws IOException {
    try (InputStream in = uploader.read(name(file))) {
      return in.readAllBytes();
    }
  }

  private int poll(byte[][] contents, AtomicBoolean done) {
    int polls = 0;
    while (!done.get() || polls == 0) {
      try {
        byte[] seen = Files.readAllBytes(root.resolve("list"));
        assertThat(Arrays.stream(contents).anyMatch(c -> Arrays.equals(c, seen))).isTrue();
      } catch (IOException e) {
        throw new AssertionError("a moment without a file", e);
      }
      polls++;
    }
    return polls;
  }

  private boolean lacks(Capability capability) {
    return !uploader.capabilities().contains(capability);
  }

  private static byte[] filled(char c, int length) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) c);
    return bytes;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
