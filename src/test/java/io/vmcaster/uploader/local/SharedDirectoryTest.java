package io.vmcaster.uploader.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A directory in which others may write: nothing of the publisher's is changed through it. */
final class SharedDirectoryTest {

  private static final int TRIES = 300;

  @TempDir Path root;
  private final LocalUploader local = new LocalUploader();
  private Path shared;
  private Path secret;

  @BeforeEach
  void directories() throws IOException {
    shared = Files.createDirectory(root.resolve("shared"));
    secret = Files.writeString(root.resolve("key.pem"), "secret");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
  }

  /** An attacker that waits for the part file, and puts a link to a private key in its place. */
  @ParameterizedTest
  @ValueSource(strings = {"symbolic", "hard"})
  void aLinkPutInPlaceOfANewFileChangesNothing(String kind) throws Exception {
    Path part = shared.resolve("list.part");
    String link = (kind.equals("hard") ? "ln -f " : "ln -sf ") + secret + " " + part;
    // at first with bash alone, as fast as it can; the link goes away again for the next try
    Process attacker =
        script("while :; do [[ -f " + part + " && ! -L " + part + " ]] && " + link + "; done");
    try {
      for (int i = 0; i < TRIES; i++) {
        Files.deleteIfExists(part);
        publish(part);
        assertUntouched();
      }
    } finally {
      stop(attacker);
    }
  }

  /** The same, while the new file takes over owner and permissions of the published one. */
  @ParameterizedTest
  @ValueSource(strings = {"symbolic", "hard"})
  void aLinkPutInPlaceBeforeTheRenameChangesNothing(String kind) throws Exception {
    Path part = shared.resolve("list.part");
    Path list = Files.writeString(shared.resolve("list"), "old");
    String link = (kind.equals("hard") ? "ln -f " : "ln -sf ") + secret + " " + part;
    Process attacker = script("while :; do [[ -s " + part + " ]] && " + link + "; done");
    try {
      for (int i = 0; i < TRIES; i++) {
        Files.deleteIfExists(part);
        Files.deleteIfExists(list);
        Files.writeString(list, "old");
        Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-rw-rw-"));
        if (Environment.processUser() == 0) {
          Files.setAttribute(list, "unix:uid", 65534);
        }
        publish(part);
        try {
          local.rename(part.toString(), list.toString());
        } catch (TransferFailure refused) {
          assertThat(refused).hasMessageContaining("cannot rename");
        }
        assertUntouched();
      }
    } finally {
      stop(attacker);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ln -s", "ln", "cp"})
  void whatIsPutInPlaceOfAPartIsNotContinued(String command) throws Exception {
    Path part = shared.resolve("image.part");
    script(command + " " + secret + " " + part).waitFor();
    if (command.equals("cp")) {
      // only root can give a file away; whoever runs this otherwise owns the copy
      if (Environment.processUser() != 0) {
        return;
      }
      Files.setAttribute(part, "unix:uid", 65534);
    }

    assertThatThrownBy(() -> local.append(part.toString(), Files.size(secret)))
        .isInstanceOfSatisfying(Failure.class, e -> assertThat(e.status().code()).isEqualTo(6))
        .hasMessageContaining("cannot continue " + part + ": it ");
    assertUntouched();
  }

  /** A pipe or a device is never waited for. */
  @Test
  void aPipeIsRefusedByEveryVerb() throws Exception {
    Path pipe = shared.resolve("pipe");
    script("mkfifo " + pipe).waitFor();

    assertThatThrownBy(() -> local.append(pipe.toString(), 0)).hasMessageContaining("not a file");
    assertThatThrownBy(() -> local.read(pipe.toString())).hasMessageContaining("not a file");
    assertThatThrownBy(() -> local.remove(pipe.toString())).hasMessageContaining("not a file");
    assertThatThrownBy(() -> local.rename(pipe.toString(), shared.resolve("x").toString()))
        .hasMessageContaining("not a file");
  }

  @Test
  void aRemovedLinkLeavesWhatItLeadsTo() throws IOException {
    Path link = Files.createSymbolicLink(shared.resolve("list.part"), secret);

    local.remove(link.toString());

    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertUntouched();
  }

  /** What was published is never writable by everybody, even if somebody made it so. */
  @Test
  void everybodysRightToWriteIsNotKept() throws IOException {
    Path list = Files.writeString(shared.resolve("list"), "old");
    Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-rw-rw-"));
    publish(shared.resolve("new"));

    local.rename(shared.resolve("new").toString(), list.toString());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(list)))
        .isEqualTo("rw-rw-r--");
  }

  private void publish(Path part) {
    try (Upload upload = local.create(part.toString(), 3)) {
      upload.write(new byte[] {1, 2, 3}, 0, 3);
      upload.commit();
    } catch (TransferFailure refused) {
      // the attacker's link was there first
      assertThat(refused).hasMessageContaining("cannot create");
    }
  }

  private void assertUntouched() throws IOException {
    assertThat(secret).hasContent("secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
        .isEqualTo("rw-------");
    assertThat(Files.getAttribute(secret, "unix:uid")).isEqualTo(Environment.processUser());
  }

  private static Process script(String text) throws IOException {
    return new ProcessBuilder("bash", "-c", "trap exit TERM; " + text)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** It ends with the command that it runs, which would make its link in a directory that goes. */
  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
