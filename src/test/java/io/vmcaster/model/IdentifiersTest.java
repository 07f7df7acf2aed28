package io.vmcaster.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentifiersTest {

  private static final String UUID = "e38a3fd2-0ed8-11e2-873a-001cc0beb420";

  @Test
  void aNewIdentifierIsALowerCaseUuid() {
    assertThat(ListId.created(UUID.toUpperCase(Locale.ROOT)).text()).isEqualTo(UUID);
    assertThat(ImageId.created(UUID).text()).isEqualTo(UUID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "e38a3fd2-0ed8-11e2-873a-001cc0beb42",
        "e38a3fd2-0ed8-11e2-873a-001cc0beb4200",
        "e38a3fd20ed811e2873a001cc0beb420",
        "{e38a3fd2-0ed8-11e2-873a-001cc0beb420}",
        "g38a3fd2-0ed8-11e2-873a-001cc0beb420",
        "e38a3fd2-0ed8-11e2-873a-001cc0beb420\n"
      })
  void anythingElseCannotNameANewItem(String text) {
    assertThatThrownBy(() -> ListId.created(text))
        .isInstanceOf(UsageFailure.class)
        .hasMessageContaining("is not a UUID");
    assertThatThrownBy(() -> ImageId.created(text)).isInstanceOf(UsageFailure.class);
  }

  @Test
  void anImportedIdentifierIsKeptAsItIs() {
    assertThat(new ListId("my list").text()).isEqualTo("my list");
    assertThat(new ImageId("IMAGE/1").toString()).isEqualTo("IMAGE/1");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", "a\nb", "a\u0000", "\u007f"})
  void blanksAndControlCharactersAreNoIdentifier(String text) {
    assertThatThrownBy(() -> new ListId(text)).isInstanceOf(InvalidDataFailure.class);
    assertThatThrownBy(() -> new ImageId(text)).isInstanceOf(InvalidDataFailure.class);
    assertThatThrownBy(() -> new Dn(text)).isInstanceOf(InvalidDataFailure.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/C=DE/O=GermanGrid/OU=DESY/CN=Owen Synge",
        "/DC=ch/DC=cern/CN=379010/CN=host/www.example.org",
        "/CN=J\\xC3\\xBCrgen/emailAddress=j@example.org",
        "/1.3.6.1.4.1.5923.1.1.1.6=someone"
      })
  void aNameInOneLineCanNameAnEndorser(String text) {
    assertThat(Dn.created(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Owen", "CN=Owen,C=DE", "C=DE/CN=Owen", "/Owen", "/=x", "//CN=x"})
  void anythingElseCannotNameANewEndorser(String text) {
    assertThatThrownBy(() -> Dn.created(text)).isInstanceOf(UsageFailure.class);
  }

  @Test
  void checksumsAreReadInEitherCaseAndKeptInLower() {
    String hex = "0123456789abcdef".repeat(8);
    assertThat(Sha512.parse(hex.toUpperCase(Locale.ROOT))).contains(new Sha512(hex));
    assertThat(Sha512.parse(hex.substring(1))).isEmpty();
    assertThat(Sha512.parse(hex.replace('f', 'g'))).isEmpty();
    assertThatThrownBy(() -> new Sha512("00")).isInstanceOf(IllegalArgumentException.class);
    assertThat(Sha512.of(new byte[64]).hex()).isEqualTo("0".repeat(128));
  }
}
