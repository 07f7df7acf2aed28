package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TransferFailure;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A file that is being made on a server. Until it is kept, it is removed when it is given up or
 * when the program is stopped, over a new connection, for the old one may be what failed.
 */
final class UnfinishedFile {
  /** Readable by everybody: a web server shall serve it. */
  private static final int MODE = 0644;

  private final Door door;
  private final String path;
  private final AtomicBoolean settled = new AtomicBoolean();
  private final Thread whenStopped = new Thread(this::removeOnce, "remove unfinished file");

  /** Watches over a path from now on. */
  UnfinishedFile(Door door, String path) {
    this.door = door;
    this.path = path;
    Runtime.getRuntime().addShutdownHook(whenStopped);
  }

  /**
   * Looks at what has arrived.
   *
   * @throws TransferFailure when it is not as long as what was sent
   */
  void verify(long size) {
    long there = door.ask("cannot look at " + this, this::look);
    if (there != size) {
      throw new TransferFailure(
          "cannot write "
              + this
              + ": "
              + Messages.count(there, "byte")
              + " arrived of "
              + size
              + " sent",
          "The unfinished file is removed. Send it again.");
    }
  }

  private long look(DcapSession session) throws IOException, DcapException {
    Reply.Stat stat = session.stat(path).orElse(new Reply.Stat(-1, ""));
    if (stat.size() >= 0 && !stat.isReadableByAll()) {
      session.chmod(path, MODE);
    }
    return stat.size();
  }

  Door door() {
    return door;
  }

  /** It is finished and stays. */
  void keep() {
    settled.set(true);
    forget();
  }

  /** Gives it up, unless it is kept. Does not fail. */
  void remove() {
    boolean interrupted = Thread.interrupted();
    removeOnce();
    forget();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whoever comes second waits until the first has done it, for then the program may end. */
  private synchronized void removeOnce() {
    if (settled.getAndSet(true)) {
      return;
    }
    try (Door again = door.forCleaning()) {
      again.connect().unlink(path);
    } catch (IOException | DcapException | Failure e) {
      // the next run's sweep finds it; what failed before is what the user must know
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(whenStopped);
    } catch (IllegalStateException e) {
      // the program is being stopped: the hook finds that nothing is left to do
    }
  }

  @Override
  public String toString() {
    return door.name(path);
  }
}
