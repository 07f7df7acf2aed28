package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.credential.CredentialReader;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.testing.KeyKind;
import io.vmcaster.testing.TestIdentity;
import io.vmcaster.testing.TestIdentity.Cipher;
import io.vmcaster.testing.TestPki;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What is asked for and what becomes of the answer, with a key that OpenSSL has encrypted. */
@TestInstance(Lifecycle.PER_CLASS)
class PassphrasesTest {

  private TestIdentity jane;
  private Path key;

  @BeforeAll
  void encrypt(@TempDir Path directory) {
    jane = TestPki.in(directory).ca("/CN=CA").user("/CN=Jane").key(KeyKind.EC).issue();
    key = jane.encryptedKey(Cipher.AES256, "open");
  }

  private void read(Passphrases passphrases) {
    new CredentialReader(passphrases, Messages.SILENT).read(key, jane.certificateFile());
  }

  @Test
  void whoeverIsAskedIsToldWhatItOpens() {
    List<String> asked = new ArrayList<>();

    read(
        what -> {
          asked.add(what);
          return Optional.of("open".toCharArray());
        });

    assertThat(asked).containsExactly("private key " + key);
  }

  @Test
  void theAnswerIsWipedAfterUse() {
    char[] right = "open".toCharArray();
    char[] wrong = "shut".toCharArray();

    read(what -> Optional.of(right));
    assertThatThrownBy(() -> read(what -> Optional.of(wrong))).isInstanceOf(TrustFailure.class);

    assertThat(right).containsOnly('\0');
    assertThat(wrong).containsOnly('\0');
  }

  @Test
  void whereNobodyCanBeAskedTheKeyIsNamed() {
    assertThatThrownBy(() -> read(Passphrases.NONE))
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("passphrase")
        .hasMessageContaining(key.toString());
  }
}
