package io.vmcaster.context;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown of secrets in a log, and what only looks like one. */
class MaskedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password=a1 | password=***",
        "token: a1 | token: ***",
        "BEARER_TOKEN=a1 | BEARER_TOKEN=***",
        "{\"token\": \"a1\"} | {\"token\": ***}",
        "pkcs11:token=Grid%20card;object=me | pkcs11:token=Grid%20card;object=me",
        "the key pkcs11:object=me;token=card is | the key pkcs11:object=me;token=card is",
        "pkcs11:token=card?pin-value=1234 | pkcs11:token=card?pin-value=***",
        "pkcs11:token=card;pin-value=1234 | pkcs11:token=card;pin-value=***",
        "pkcs11:token=card token=a1 | pkcs11:token=card token=***",
        "pkcs11:token=card,token=a1 | pkcs11:token=card,token=***",
        "pkcs11:token=card;access_token=a1 | pkcs11:token=card;access_token=***"
      })
  void logsShowNoSecret(String text, String shown) {
    assertThat(Secrets.maskedInLog(text)).isEqualTo(shown);
  }
}
