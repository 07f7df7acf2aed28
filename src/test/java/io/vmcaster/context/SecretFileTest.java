package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretFileTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "rw-------, false, false",
    "r--------, false, false",
    "rw-r-----, true, true",
    "rw----r--, true, true",
    "rw--w----, false, true",
    "rw------x, false, true"
  })
  void aFileIsASecretUnlessOthersMayUseIt(String mode, boolean read, boolean open)
      throws IOException {
    Path file = Files.createFile(directory.resolve("key"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertThat(SecretFile.isReadByOthers(file)).isEqualTo(read);
    assertThat(SecretFile.isOpenToOthers(file)).isEqualTo(open);
    assertThat(SecretFile.fault(file).isPresent()).isEqualTo(open);
  }
}
