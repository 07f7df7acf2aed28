package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.model.Sha512;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFileTest {

  private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
  private boolean committed;

  private ImageFile.Sending.Continued continued(int size, String beginning) {
    return new ImageFile.Sending.Continued(size, sha512(beginning), Rest::new);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 100})
  void onlyTheRestIsSentHoweverItIsCut(int chunk) throws Exception {
    byte[] file = bytes("0123456789abcdef");
    ImageFile.Sending.Continued upload = continued(7, "0123456");
    for (int at = 0; at < file.length; at += chunk) {
      upload.write(file, at, Math.min(chunk, file.length - at));
    }
    upload.commit();
    assertThat(rest.toString(StandardCharsets.US_ASCII)).isEqualTo("789abcdef");
    assertThat(committed).isTrue();
  }

  @Test
  void aWholeFileNeedsNothingMore() throws Exception {
    ImageFile.Sending.Continued upload = continued(3, "abc");
    upload.write(bytes("abc"));
    upload.commit();
    assertThat(committed).isTrue();
    assertThat(rest.size()).isZero();
  }

  @Test
  void anotherBeginningIsNoticedBeforeAnythingIsSent() throws Exception {
    ImageFile.Sending.Continued upload = continued(3, "abc");
    assertThatThrownBy(() -> upload.write(bytes("abdef")))
        .isInstanceOf(ImageFile.Sending.OtherBeginning.class);
    assertThat(rest.size()).isZero();
  }

  @Test
  void aShorterFileNeverReachesTheEndOfTheBeginning() throws Exception {
    ImageFile.Sending.Continued upload = continued(9, "abc");
    upload.write(bytes("abc"));
    assertThatThrownBy(upload::commit).isInstanceOf(ImageFile.Sending.OtherBeginning.class);
    assertThat(committed).isFalse();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static Sha512 sha512(String text) {
    return Sha512.of(Sha512.digest().digest(bytes(text)));
  }

  /** What follows, as a server takes it. */
  private final class Rest extends Upload {
    @Override
    public void write(byte[] bytes, int offset, int length) {
      rest.write(bytes, offset, length);
    }

    @Override
    public void commit() {
      committed = true;
    }

    @Override
    public void close() {}
  }
}
