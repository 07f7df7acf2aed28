package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import io.vmcaster.uploader.Uploader.Upload;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/**
 * Files on dCache. Names go over the control line; who moves the bytes is a choice.
 *
 * @param door taken over
 * @param transfer moves the bytes of new files
 */
record DcapUploader(Door door, DataTransfer transfer) implements Uploader {
  /** Connects at once, so that a wrong door is noticed early. */
  DcapUploader {
    door.connect();
  }

  /** Moves the bytes of new files. */
  @FunctionalInterface
  interface DataTransfer {
    /**
     * Begins a new file.
     *
     * @param size in bytes, or -1 when it is not known
     */
    Upload create(Door door, String path, long size);

    /** Moves them itself, without any other program. */
    DataTransfer JAVA = JavaUpload::begin;

    /** What a door is told of a new file: readable by all, and its size where it is known. */
    static String createOptions(long size) {
      return "-mode=0644" + (size < 0 ? "" : " -alloc-size=" + size);
    }
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.STREAM);
  }

  @Override
  public Optional<RemoteFile> stat(String path) {
    return door.ask("cannot look at " + door.name(path), session -> session.stat(path))
        .map(Reply.Stat::asRemoteFile);
  }

  @Override
  public Upload create(String path, long size) {
    return transfer.create(door, path, size);
  }

  @Override
  public InputStream read(String path) {
    return door.ask(
        "cannot read " + door.name(path), session -> JavaDownload.open(door, session, path));
  }

  @Override
  public void rename(String from, String to) {
    String tried = "cannot rename " + door.name(from) + " to " + to;
    new RenameOperation(door, from, to, to + ASIDE, tried).run();
  }

  @Override
  public void remove(String path) {
    door.ask("cannot remove " + door.name(path), session -> session.unlink(path));
  }

  @Override
  public void close() {
    door.close();
  }

  /**
   * Gives a file another name. Doors replace what has that name in one step. Where a site forbids
   * this, the old file is moved aside first, and put back when the new one does not take its place:
   * in this run over a new connection or, when that fails too, when the next one renames. Nothing
   * is removed before its successor has been seen under its name, for a door may say "ok" and do
   * nothing.
   */
  private record RenameOperation(Door door, String from, String to, String aside, String tried) {

    void run() {
      long size = look(from).map(Reply.Stat::size).orElse(-1L);
      Optional<Reply.Stat> old = old();
      if (old.filter(Reply.Stat::isDirectory).isPresent()) {
        throw new TransferFailure(tried + ": a directory is in the way", null);
      }
      try {
        rename(from, to);
      } catch (DcapException e) {
        if (old.isEmpty() || !(e.isPermission() || e.isInTheWay())) {
          throw e.refused(tried);
        }
        replace(size, e);
        return;
      }
      requireInPlace(size);
    }

    /** What has the name; an earlier run may have left it aside. */
    private Optional<Reply.Stat> old() {
      Optional<Reply.Stat> there = look(to);
      if (there.isPresent() || look(aside).isEmpty()) {
        return there;
      }
      try {
        rename(aside, to);
      } catch (DcapException e) {
        throw e.refused("cannot put " + aside + " back to " + to);
      }
      return look(to);
    }

    private void replace(long size, DcapException first) {
      try {
        // what was aside is in its place again, or has a successor there
        door.attempt(tried, session -> session.unlink(aside));
        rename(to, aside);
      } catch (DcapException e) {
        throw first.refused(tried);
      } catch (TemporaryFailure e) {
        throw putBack(e);
      }
      try {
        rename(from, to);
        requireInPlace(size);
      } catch (DcapException e) {
        throw putBack(e.refused(tried));
      } catch (Failure e) {
        throw putBack(e);
      }
      try {
        door.attempt(tried, session -> session.unlink(aside));
      } catch (DcapException | Failure e) {
        // the new file is public; the next replacement removes the old one
      }
    }

    /** The old file gets its name back, unless the new one has taken it all the same. */
    private Failure putBack(Failure failure) {
      try {
        if (look(to).isEmpty() && look(aside).isPresent()) {
          rename(aside, to);
        }
        return failure;
      } catch (DcapException e) {
        return stranded(failure, e.words(), e);
      } catch (Failure e) {
        return stranded(failure, e.getMessage(), e);
      }
    }

    private Failure stranded(Failure failure, String why, Exception e) {
      return new TemporaryFailure(
          "%s; the old file is called %s now and could not be put back: %s"
              .formatted(failure.getMessage(), aside, why),
          "Run the command again: the old file is put back before anything else.",
          e);
    }

    /** Looks whether the door has done what it says. */
    private void requireInPlace(long size) {
      Optional<Reply.Stat> there = look(to);
      if (there.isEmpty() || look(from).isPresent()) {
        throw untrue("the file does not have its new name");
      }
      if (size >= 0 && there.get().size() != size) {
        throw untrue(
            "a file of "
                + Messages.count(there.get().size(), "byte")
                + " is there, not of "
                + size);
      }
    }

    private TransferFailure untrue(String what) {
      return new TransferFailure(
          tried + ": the door says that it has, but " + what,
          "Ask the site's administrators; nothing was removed.");
    }

    private Optional<Reply.Stat> look(String path) {
      return door.ask(tried, session -> session.stat(path));
    }

    private void rename(String old, String name) throws DcapException {
      door.attempt(tried, session -> session.rename(old, name));
    }
  }
}
