package io.vmcaster.repository.sql;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Item;
import io.vmcaster.repository.Repository.Lock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/**
 * Locks on items as locked files in a directory beside the database. The system lets go of them
 * when a process dies, however it dies. Who holds one is written into it, behind the byte that is
 * locked.
 *
 * @param files where they are
 * @param messages hears of a long wait
 */
record FileLocks(SiblingFiles files, Messages messages) {

  private static final int LONGEST_HOLDER = 1000;

  Lock lock(Item item, Duration wait, String purpose) {
    FileChannel channel =
        files.openLock(name(item), item.kind().label() + " " + item.text()).channel();
    try {
      LockWait.acquire(
          wait, messages, () -> tryLock(channel), () -> LockWait.held(item, read(channel)));
    } catch (RuntimeException e) {
      close(channel);
      throw e;
    }
    write(
        channel,
        " " + LockWait.holder(purpose) + " since " + Instant.now().truncatedTo(ChronoUnit.SECONDS));
    return () -> {
      write(channel, "");
      close(channel);
    };
  }

  /** A file name for any identifier, however long and whatever is in it. */
  private static String name(Item item) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(item.text().getBytes(StandardCharsets.UTF_8));
      return item.kind().flag() + "-" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Null when another process, or another thread of this one, has it. */
  private static FileLock tryLock(FileChannel channel) {
    try {
      return channel.tryLock(0, 1, false);
    } catch (OverlappingFileLockException e) {
      return null;
    } catch (IOException e) {
      throw new ConfigurationFailure(
          "the file system of the database cannot lock files: " + e.getMessage(), null, e);
    }
  }

  private static void write(FileChannel channel, String holder) {
    try {
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)), 0);
    } catch (IOException e) {
      // The lock is held all the same; only who holds it cannot be told.
      return;
    }
  }

  private static String read(FileChannel channel) {
    ByteBuffer buffer = ByteBuffer.allocate(LONGEST_HOLDER);
    try {
      channel.read(buffer, 1);
    } catch (IOException e) {
      return "another run";
    }
    String holder = StandardCharsets.UTF_8.decode(buffer.flip()).toString().strip();
    return holder.isEmpty() ? "another run" : "another run: " + holder;
  }

  /** Lets go of the lock, too. */
  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The process is about to end, and the lock with it.
      return;
    }
  }
}
