package io.vmcaster.uploader.gsidcap;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Five gibibytes, nearly all of them zeros, cross every limit of 32 bits. */
class LargeFileTest {
  private static final int MIB = 1 << 20;
  private static final int BLOCKS = 5 * 1024;
  private static final long SIZE = (long) BLOCKS * MIB;
  private static final byte[] ZEROS = new byte[MIB];

  /** Beside the borders of 2, 4 and 5 GiB something is written. */
  private static final Set<Integer> MARKED = Set.of(0, 2047, 2048, 4095, 4096, BLOCKS - 1);

  @TempDir Path directory;

  @Test
  void aFileBeyondFourGibibytesComesWholeAndIsRead() throws IOException {
    try (TestDoor door = TestDoor.plain(directory);
        Uploader uploader = TestSections.connect(door, TestSections.PATIENT)) {
      try (Upload upload = uploader.create("/large", SIZE)) {
        for (int block = 0; block < BLOCKS; block++) {
          upload.write(block(block), 0, MIB);
        }
        upload.commit();
      }

      assertThat(uploader.stat("/large")).contains(new RemoteFile(SIZE, false));
      try (InputStream in = uploader.read("/large")) {
        assertThat(in.readNBytes(3 * MIB)).startsWith(block(0));
      }
    }
    try (FileChannel file = FileChannel.open(directory.resolve("large"))) {
      assertThat(file.size()).isEqualTo(SIZE);
      for (int block : List.of(0, 1, 2047, 2048, 2049, 4095, 4096, 4097, BLOCKS - 1)) {
        assertThat(read(file, block)).as("block %d", block).isEqualTo(block(block));
      }
    }
  }

  private static byte[] read(FileChannel file, int block) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MIB);
    file.read(buffer, (long) block * MIB);
    return buffer.array();
  }

  private static byte[] block(int number) {
    if (!MARKED.contains(number)) {
      return ZEROS;
    }
    byte[] marked = new byte[MIB];
    marked[0] = (byte) (number + 1);
    marked[MIB - 1] = (byte) (number >> 4 | 1);
    return marked;
  }
}
