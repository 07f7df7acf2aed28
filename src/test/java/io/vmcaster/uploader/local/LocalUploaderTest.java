package io.vmcaster.uploader.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Upload;
import io.vmcaster.uploader.UploaderContractTest;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class LocalUploaderTest extends UploaderContractTest {

  private final LocalUploader local = new LocalUploader();

  @Override
  protected Uploader connect() {
    return local;
  }

  @Test
  void theReplacedFileKeepsItsPermissions() throws IOException {
    Path list = Files.createFile(root.resolve("list"));
    Files.setPosixFilePermissions(list, PosixFilePermissions.fromString("rw-rw-r--"));
    put(root.resolve("new"));

    local.rename(root.resolve("new").toString(), list.toString());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(list)))
        .isEqualTo("rw-rw-r--");
  }

  @Test
  void aLinkIsReplacedAndWhatItNamesStays() throws IOException {
    Path kept = Files.writeString(root.resolve("kept"), "kept");
    Path link = Files.createSymbolicLink(root.resolve("list"), kept);
    put(root.resolve("new"));

    local.rename(root.resolve("new").toString(), link.toString());

    assertThat(link).isRegularFile().isNotEmptyFile();
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(kept).hasContent("kept");
  }

  @Test
  void aDanglingLinkIsNothing() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("list"), root.resolve("gone"));

    assertThat(local.stat(link.toString())).isEmpty();
    assertThat(local.list(root.toString())).isEmpty();
  }

  @Test
  void aDeviceIsNeverReplaced() throws IOException {
    put(root.resolve("new"));

    assertThatThrownBy(() -> local.rename(root.resolve("new").toString(), "/dev/null"))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("not a file");
  }

  @Test
  void aFileWhereADirectoryShouldBeIsNothing() throws IOException {
    Files.createFile(root.resolve("file"));

    assertThat(local.stat(root.resolve("file/x").toString())).isEmpty();
    local.remove(root.resolve("file/x").toString());
  }

  @Test
  void somethingInTheWayOfANewFileStays() throws IOException {
    Path there = Files.writeString(root.resolve("there"), "there");

    assertThatThrownBy(() -> local.create(there.toString(), 1))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("something has that name");
    assertThat(there).hasContent("there");
  }

  @Test
  void aFileThatChangedIsNotContinued() throws IOException {
    Path there = Files.writeString(root.resolve("there"), "there");

    assertThatThrownBy(() -> local.append(there.toString(), 4))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("4 bytes");
  }

  @Test
  void aFullDiskIsTemporary() throws IOException {
    FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE);
    try (Upload upload = new LocalUploader.LocalUpload(Path.of("/dev/full"), full)) {
      assertThatThrownBy(() -> upload.write(1)).isInstanceOf(TemporaryFailure.class);
    }
  }

  private void put(Path path) {
    try (Upload upload = local.create(path.toString(), 3)) {
      upload.write(1);
      upload.commit();
    }
  }
}
