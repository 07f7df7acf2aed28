package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.model.Sha512;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageSenderTest {

  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void onlyTheRestIsSentHoweverItIsCut(int chunk) throws Exception {
    byte[] file = bytes("0123456789abcdef");
    ImageSender.Continued upload = new ImageSender.Continued(7, sha512("0123456"), () -> rest);
    for (int at = 0; at < file.length; at += chunk) {
      upload.write(file, at, Math.min(chunk, file.length - at));
    }
    assertThat(rest.toString(StandardCharsets.US_ASCII)).isEqualTo("789abcdef");
    assertThat(upload.reached()).isTrue();
  }

  @Test
  void aWholeFileNeedsNothingMore() throws Exception {
    ImageSender.Continued upload = new ImageSender.Continued(3, sha512("abc"), () -> rest);
    upload.write(bytes("abc"));
    assertThat(upload.reached()).isTrue();
    assertThat(rest.size()).isZero();
  }

  @Test
  void anotherBeginningIsNoticedBeforeAnythingIsSent() throws Exception {
    ImageSender.Continued upload = new ImageSender.Continued(3, sha512("abc"), () -> rest);
    assertThatThrownBy(() -> upload.write(bytes("abdef")))
        .isInstanceOf(ImageSender.OtherBeginning.class);
    assertThat(rest.size()).isZero();
  }

  @Test
  void aShorterFileNeverReachesTheEndOfTheBeginning() throws Exception {
    ImageSender.Continued upload = new ImageSender.Continued(9, sha512("abc"), () -> rest);
    upload.write(bytes("abc"));
    assertThat(upload.reached()).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Sha512 sha512(String text) {
    return Sha512.of(Sha512.digest().digest(bytes(text)));
  }
}
