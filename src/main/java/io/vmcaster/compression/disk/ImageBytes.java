package io.vmcaster.compression.disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Pieces of an image wherever they are; behind its end there are zeros. */
public interface ImageBytes {

  /** What {@link #size} is where nothing but the beginning is known. */
  long UNKNOWN = Long.MAX_VALUE;

  /** As many bytes from a place on. */
  byte[] at(long offset, int length) throws IOException;

  /** How many bytes there are; {@link #UNKNOWN} where only the beginning was looked at. */
  long size() throws IOException;

  /** Whether there is a byte at a place; cheaper than the size where that is far away. */
  default boolean reaches(long offset) throws IOException {
    return offset >= 0 && offset < size();
  }

  /** Those of an open file. */
  static ImageBytes of(RandomAccessFile file) {
    return new ImageBytes() {
      @Override
      public byte[] at(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        if (reaches(offset)) {
          file.seek(offset);
          file.readFully(bytes, 0, (int) Math.min(length, size() - offset));
        }
        return bytes;
      }

      @Override
      public long size() throws IOException {
        return file.length();
      }
    };
  }

  /** Those of the beginning of something. */
  static ImageBytes ofHead(byte[] head) {
    return new ImageBytes() {
      @Override
      public byte[] at(long offset, int length) {
        return offset < 0 || offset >= head.length
            ? new byte[length]
            : Arrays.copyOfRange(head, (int) offset, (int) offset + length);
      }

      @Override
      public long size() {
        return UNKNOWN;
      }
    };
  }

  /** A part of these. */
  default ImageBytes slice(long begin, long length) {
    ImageBytes whole = this;
    return new ImageBytes() {
      @Override
      public byte[] at(long offset, int wanted) throws IOException {
        boolean inside = offset >= 0 && offset < length;
        byte[] bytes =
            inside
                ? whole.at(begin + offset, (int) Math.min(wanted, length - offset))
                : new byte[0];
        return Arrays.copyOf(bytes, wanted);
      }

      @Override
      public long size() {
        return length;
      }
    };
  }

  /** The same bytes to be read in a row; skipping costs nothing. */
  default Stream stream() {
    return new Stream(this);
  }

  /** Whether a sign stands at a place; its characters are bytes. */
  default boolean has(long offset, String sign) throws IOException {
    return text(offset, sign.length()).equals(sign);
  }

  /** Bytes as characters. */
  default String text(long offset, int length) throws IOException {
    return new String(at(offset, length), StandardCharsets.ISO_8859_1);
  }

  /** A number of four bytes, the highest first. */
  default int bigInt(long offset) throws IOException {
    return ByteBuffer.wrap(at(offset, 4)).getInt();
  }

  /** A number of eight bytes, the highest first. */
  default long bigLong(long offset) throws IOException {
    return ByteBuffer.wrap(at(offset, 8)).getLong();
  }

  /** A number of four bytes, the lowest first, and without a sign. */
  default long littleInt(long offset) throws IOException {
    return Integer.toUnsignedLong(little(offset, 4).getInt());
  }

  /** A number of eight bytes, the lowest first. */
  default long littleLong(long offset) throws IOException {
    return little(offset, 8).getLong();
  }

  /** Bytes to be taken as numbers with the lowest byte first. */
  default ByteBuffer little(long offset, int length) throws IOException {
    return ByteBuffer.wrap(at(offset, length)).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads an image from its beginning to its end. */
  final class Stream extends InputStream {
    private final ImageBytes bytes;
    private long position;

    private Stream(ImageBytes bytes) {
      this.bytes = bytes;
    }

    /** Where the next byte is read. */
    public long position() {
      return position;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (length > 0 && !bytes.reaches(position)) {
        return -1;
      }
      int count = 0;
      while (count < length && bytes.reaches(position + count)) {
        int piece = length - count;
        while (piece > 1 && !bytes.reaches(position + count + piece - 1)) {
          piece /= 2;
        }
        System.arraycopy(bytes.at(position + count, piece), 0, to, offset + count, piece);
        count += piece;
      }
      position += count;
      return count;
    }

    @Override
    public long skip(long count) {
      position += Math.max(0, count);
      return Math.max(0, count);
    }
  }
}
