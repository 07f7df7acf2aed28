package io.vmcaster.compression.disk;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageBytesTest {

  private static final byte[] LETTERS = "abcdefgh".getBytes(US_ASCII);

  @TempDir Path directory;
  private RandomAccessFile file;
  private ImageBytes bytes;

  @BeforeEach
  void open() throws IOException {
    file = new RandomAccessFile(Files.write(directory.resolve("i"), LETTERS).toFile(), "r");
    bytes = ImageBytes.of(file);
  }

  @AfterEach
  void close() throws IOException {
    file.close();
  }

  /** Signs are looked for at places that a small file does not have. */
  @Test
  void outsideThereAreZeros() throws IOException {
    for (ImageBytes each : new ImageBytes[] {bytes, ImageBytes.ofHead(LETTERS)}) {
      assertThat(each.text(6, 4)).isEqualTo("gh\0\0");
      assertThat(each.text(8, 2)).isEqualTo("\0\0");
      assertThat(each.text(1L << 40, 2)).isEqualTo("\0\0");
      assertThat(each.text(-1, 2)).isEqualTo("\0\0");
      assertThat(each.has(6, "gh")).isTrue();
      assertThat(each.has(7, "hi")).isFalse();
    }
  }

  @Test
  void theEndIsKnownOfAFileAndNotOfABeginning() throws IOException {
    assertThat(bytes.size()).isEqualTo(8);
    assertThat(bytes.reaches(7)).isTrue();
    assertThat(bytes.reaches(8)).isFalse();
    assertThat(bytes.reaches(-1)).isFalse();
    assertThat(ImageBytes.ofHead(LETTERS).size()).isEqualTo(ImageBytes.UNKNOWN);
    assertThat(ImageBytes.ofHead(LETTERS).reaches(1L << 40)).as("as far as is known").isTrue();
  }

  @Test
  void aPartHasNothingOfItsNeighbours() throws IOException {
    ImageBytes part = bytes.slice(2, 3);

    assertThat(part.size()).isEqualTo(3);
    assertThat(part.text(0, 5)).isEqualTo("cde\0\0");
    assertThat(part.text(2, 2)).isEqualTo("e\0");
    assertThat(part.text(3, 1)).isEqualTo("\0");
    assertThat(part.text(-1, 1)).isEqualTo("\0");
    assertThat(part.slice(1, 2).text(0, 3)).isEqualTo("de\0");
  }

  @Test
  void numbersHaveTheirBytesInEitherOrder() throws IOException {
    byte[] number = {(byte) 0x81, 2, 3, 4, 5, 6, 7, (byte) 0x88};
    ImageBytes head = ImageBytes.ofHead(number);

    assertThat(head.bigInt(0)).isEqualTo(0x81020304);
    assertThat(head.bigLong(0)).isEqualTo(0x8102030405060788L);
    assertThat(head.littleInt(4)).as("without a sign").isEqualTo(0x88070605L);
    assertThat(head.littleLong(0)).isEqualTo(0x8807060504030281L);
  }

  @Test
  void readInARowTheyEnd() throws IOException {
    ImageBytes.Stream in = bytes.stream();

    assertThat(in.read()).isEqualTo('a');
    assertThat(in.skip(2)).isEqualTo(2);
    assertThat(in.skip(-2)).isZero();
    assertThat(in.position()).isEqualTo(3);
    assertThat(in.readAllBytes()).isEqualTo("defgh".getBytes(US_ASCII));
    assertThat(in.read()).isEqualTo(-1);
    assertThat(in.position()).isEqualTo(8);
    assertThat(in.skip(5)).as("costs nothing").isEqualTo(5);
    assertThat(in.read()).isEqualTo(-1);
  }

  @Test
  void aByteAboveTheOthersIsNoEnd() throws IOException {
    assertThat(ImageBytes.ofHead(new byte[] {-1}).stream().read()).isEqualTo(255);
  }
}
