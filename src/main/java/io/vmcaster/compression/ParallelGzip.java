package io.vmcaster.compression;

import io.vmcaster.compression.deflate.ChunkDeflater;
import io.vmcaster.compression.deflate.ChunkDeflater.Output;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.zip.CRC32;

/**
 * Compresses to gzip on several cores: one member, which every gunzip reads, and the same bytes
 * whatever the number of threads. The blocks are compressed by workers and written by the thread
 * that writes into this stream, in their order.
 *
 * <p>Closing finishes the stream and closes the one below. A stream that failed is closed without
 * its end, so that nobody takes it for whole.
 */
final class ParallelGzip extends OutputStream {

  /** What is compressed on its own, in bytes. Part of what the output looks like. */
  static final int BLOCK = 1 << 20;

  /** These compress as fast as one thread can read and hash. */
  private static final int MAX_THREADS = 8;

  /** For the result of a block that compresses well, in bytes. */
  private static final int ROOM = 1 << 17;

  /** Magic, deflate, no flags, no time, no hint, made on Unix (RFC 1952, 2.3). */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};

  /** An empty last block. */
  private static final byte[] LAST = {3, 0};

  private static final byte[] ZEROS = new byte[ChunkDeflater.WINDOW + BLOCK];

  private final OutputStream out;
  private final int level;
  private final IntFunction<ChunkDeflater> deflaters;
  private final int inFlight;
  private final Workers workers;
  private final Deque<Future<Output>> pending = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<GzipBlock> idle = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<byte[]> buffers = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<byte[]> results = new ConcurrentLinkedQueue<>();
  private final CRC32 crc = new CRC32();
  private Future<Output> zeros;
  private byte[] block = new byte[ChunkDeflater.WINDOW + BLOCK];
  private int start;
  private int end;
  private long size;
  private boolean failed;
  private boolean closed;

  /**
   * A stream that compresses.
   *
   * @param out where the compressed bytes go
   * @param level 1 to 9, as of gzip, or 0 for about as small as by level 6, and faster
   * @param threads how many compress at a time
   * @throws IOException when the header cannot be written
   */
  public ParallelGzip(OutputStream out, int level, int threads) throws IOException {
    this(out, level, threads, ChunkDeflater::best);
  }

  /** With deflaters of another kind than the best. */
  ParallelGzip(OutputStream out, int level, int threads, IntFunction<ChunkDeflater> deflaters)
      throws IOException {
    this.out = out;
    this.deflaters = deflaters;
    this.level = level;
    int count = Math.max(1, Math.min(threads, MAX_THREADS));
    this.inFlight = 2 * count + 2;
    this.workers = new Workers("vmcaster-gzip", count);
    out.write(HEADER);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    crc.update(bytes, offset, length);
    size += length;
    int from = offset;
    int left = length;
    while (left > 0) {
      int part = Math.min(left, start + BLOCK - end);
      System.arraycopy(bytes, from, block, end, part);
      end += part;
      from += part;
      left -= part;
      if (end == start + BLOCK) {
        submit();
      }
    }
  }

  private void submit() throws IOException {
    makeRoom();
    byte[] full = block;
    int from = start;
    int to = end;
    byte[] next = buffers.poll();
    block = next == null ? new byte[ChunkDeflater.WINDOW + BLOCK] : next;
    int window = Math.min(ChunkDeflater.WINDOW, to);
    System.arraycopy(full, to - window, block, 0, window);
    start = window;
    end = window;
    if (to == ZEROS.length && Arrays.equals(full, ZEROS)) {
      buffers.add(full);
      pending.add(compressedZeros());
    } else {
      pending.add(workers.submit(() -> compress(full, from, to)));
    }
  }

  /** A block of zeros that follows zeros is always the same, and images are full of them. */
  private Future<Output> compressedZeros() {
    if (zeros == null) {
      zeros = workers.submit(() -> compress(ZEROS, ChunkDeflater.WINDOW, ZEROS.length));
    }
    return zeros;
  }

  private Output compress(byte[] bytes, int from, int to) {
    GzipBlock waiting = idle.poll();
    GzipBlock compressor = waiting == null ? new GzipBlock(deflaters.apply(level)) : waiting;
    byte[] room = results.poll();
    try {
      return compressor.compress(bytes, from, to, room == null ? new byte[ROOM] : room);
    } finally {
      idle.add(compressor);
      if (bytes != ZEROS) {
        buffers.add(bytes);
      }
    }
  }

  /** Writes what is done without waiting for it, and waits only when too much is under way. */
  private void makeRoom() throws IOException {
    while (!pending.isEmpty() && (pending.size() >= inFlight || pending.peek().isDone())) {
      writeOldest();
    }
  }

  private void writeOldest() throws IOException {
    try {
      Future<Output> oldest = pending.remove();
      Output packed = Workers.await(oldest);
      out.write(packed.array(), 0, packed.length());
      if (oldest != zeros) { // which may be written again
        results.add(packed.array());
      }
    } catch (Throwable e) {
      failed = true;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      try (workers) {
        if (!failed) {
          finish();
        }
      } finally {
        idle.forEach(GzipBlock::close);
      }
    }
  }

  private void finish() throws IOException {
    if (end > start) {
      submit();
    }
    while (!pending.isEmpty()) {
      writeOldest();
    }
    out.write(LAST);
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.write(trailer.putInt((int) crc.getValue()).putInt((int) size).array());
  }

  /**
   * Compresses one block of a gzip stream on its own, so that blocks can be compressed at the same
   * time and written one behind the other (as {@code pigz} does). What does not shrink is stored.
   *
   * <p>Holds native memory until it is closed. For use by one thread at a time.
   */
  static final class GzipBlock implements AutoCloseable {

    /** How much is looked at together to see whether it is noise. */
    private static final int UNIT = 1 << 16;

    private final IncompressibleDetector noise = new IncompressibleDetector();
    private final ChunkDeflater deflater;

    /** A compressor of blocks, which closes the deflater that it works with. */
    GzipBlock(ChunkDeflater deflater) {
      this.deflater = deflater;
    }

    /**
     * Compresses a block.
     *
     * @param bytes the block, and before it the bytes that it may refer to
     * @param from where the block begins
     * @param to where it ends
     * @param room for the result; a larger one takes its place when it is too small
     */
    Output compress(byte[] bytes, int from, int to, byte[] room) {
      Output out = new Output(room);
      int begin = from;
      while (begin < to) {
        boolean stored = noise.is(bytes, begin, Math.min(begin + UNIT, to));
        int end = endOfRun(bytes, begin, to, stored);
        if (stored) {
          ChunkDeflater.store(bytes, begin, end, out);
        } else {
          deflater.deflate(bytes, begin, end, out);
        }
        begin = end;
      }
      return out;
    }

    /** Where the bytes that are treated alike end. */
    private int endOfRun(byte[] bytes, int begin, int to, boolean stored) {
      int end = Math.min(begin + UNIT, to);
      while (end < to && noise.is(bytes, end, Math.min(end + UNIT, to)) == stored) {
        end = Math.min(end + UNIT, to);
      }
      return end;
    }

    @Override
    public void close() {
      deflater.close();
    }
  }

  /**
   * Finds bytes that deflate cannot make smaller: encrypted data, or data compressed before.
   * Deflate has two ways to save, by bytes that are more frequent than others and by strings of
   * bytes that occur again nearby, so noise is where both are absent. Looking costs a small part of
   * trying.
   *
   * <p>For use by one thread.
   */
  static final class IncompressibleDetector {

    private static final VarHandle INT =
        MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Fewer bytes cannot tell random ones from others. */
    static final int LEAST = 1 << 14;

    /** Bytes are counted in so many places, evenly apart, for as long each. */
    private static final int SPOTS = 16;

    private static final int SPOT = 256;

    /**
     * Chi-squared of the counts: 255 for random bytes, give or take 23. One part in twenty of text
     * among them makes it twice that.
     */
    private static final long UNEVEN = 255 + 5 * 23;

    /** How much is looked at byte by byte. */
    private static final int CLOSELY = 1 << 12;

    /** The table stays in a core's nearest memory. */
    private static final int HASH_BITS = 13;

    private static final int WINDOW = 1 << 15;

    private final int[] counts = new int[256];

    /** Where a string was last, counted on over all looks, so that older entries do not count. */
    private final int[] seen = new int[1 << HASH_BITS];

    private int looked = WINDOW;

    /** Whether deflate would save less than about one part in fifty. */
    boolean is(byte[] bytes, int from, int to) {
      return to - from >= LEAST
          && isEven(bytes, from, to)
          && repeated(bytes, from, to, 4) < (to - from) / 256
          && repeated(bytes, to - CLOSELY, to, 1) < CLOSELY / 256;
    }

    /** Whether no byte is more frequent than chance allows, as far as a sample tells. */
    private boolean isEven(byte[] bytes, int from, int to) {
      Arrays.fill(counts, 0);
      int step = (to - from) / SPOTS;
      for (int spot = from; spot <= to - step; spot += step) {
        for (int i = spot; i < spot + SPOT; i++) {
          counts[bytes[i] & 0xff]++;
        }
      }
      long squares = 0;
      for (int count : counts) {
        squares += (long) count * count;
      }
      long sample = SPOTS * SPOT;
      return squares * counts.length / sample - sample < UNEVEN;
    }

    /**
     * How many strings of four bytes occur once more within deflate's window.
     *
     * @param step from one place that is looked at to the next: what repeats in an image mostly
     *     does so in multiples of four bytes
     */
    private int repeated(byte[] bytes, int from, int to, int step) {
      int offset = begin(to - from) - from;
      int found = 0;
      int i = from;
      while (i + 4 <= to) {
        int word = (int) INT.get(bytes, i);
        int slot = (word * 0x9E3779B1) >>> (32 - HASH_BITS);
        int before = seen[slot] - offset;
        seen[slot] = i + offset;
        boolean again =
            before >= from && i - before < WINDOW && (int) INT.get(bytes, before) == word;
        found += again ? 1 : 0;
        i += again ? 4 : step;
      }
      return found;
    }

    /** Where a look begins that is so long. */
    private int begin(int length) {
      if (looked > Integer.MAX_VALUE - 2 * length) {
        Arrays.fill(seen, 0);
        looked = WINDOW;
      }
      int begin = looked;
      looked += length;
      return begin;
    }
  }
}
