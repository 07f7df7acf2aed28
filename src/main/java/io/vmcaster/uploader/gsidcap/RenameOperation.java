package io.vmcaster.uploader.gsidcap;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import java.io.IOException;
import java.util.Optional;

/**
 * Gives a file another name. Doors replace what has that name in one step. Where a site forbids
 * this, the old file is moved aside first, and put back when the new one does not take its place:
 * in this run over a new connection or, when that fails too, when the next one renames. Nothing is
 * removed before its successor has been seen under its name, for a door may say "ok" and do
 * nothing.
 */
final class RenameOperation {
  /** What the old file is called meanwhile; recovery looks for this, too. */
  static final String ASIDE = ".vmcaster-old";

  private final DoorConnection door;
  private final String from;
  private final String to;
  private final String aside;
  private final String tried;

  RenameOperation(DoorConnection door, String from, String to) {
    this.door = door;
    this.from = from;
    this.to = to;
    this.aside = to + ASIDE;
    this.tried = "cannot rename " + door.door().name(from) + " to " + to;
  }

  void run() {
    long size = look(from).map(Stat::size).orElse(-1L);
    Optional<Stat> old = old();
    if (old.filter(Stat::isDirectory).isPresent()) {
      throw new TransferFailure(tried + ": a directory is in the way", null);
    }
    try {
      rename(from, to);
    } catch (DcapException e) {
      if (old.isEmpty() || !(e.isPermission() || e.isInTheWay())) {
        throw DcapFailures.refused(tried, e);
      }
      replace(size, e);
      return;
    }
    requireInPlace(size);
  }

  /** What has the name; an earlier run may have left it aside. */
  private Optional<Stat> old() {
    Optional<Stat> there = look(to);
    if (there.isPresent() || look(aside).isEmpty()) {
      return there;
    }
    try {
      rename(aside, to);
    } catch (DcapException e) {
      throw DcapFailures.refused("cannot put " + aside + " back to " + to, e);
    }
    return look(to);
  }

  private void replace(long size, DcapException first) {
    try {
      unlink(aside); // what it was is in its place again, or has a successor there
      rename(to, aside);
    } catch (DcapException e) {
      throw DcapFailures.refused(tried, first);
    } catch (TemporaryFailure e) {
      throw putBack(e);
    }
    try {
      rename(from, to);
      requireInPlace(size);
    } catch (DcapException e) {
      throw putBack(DcapFailures.refused(tried, e));
    } catch (Failure e) {
      throw putBack(e);
    }
    try {
      unlink(aside);
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
        failure.getMessage()
            + "; the old file is called "
            + aside
            + " now and could not be put back: "
            + why,
        "Run the command again: the old file is put back before anything else.",
        e);
  }

  /** Looks whether the door has done what it says. */
  private void requireInPlace(long size) {
    Optional<Stat> there = look(to);
    if (there.isEmpty() || look(from).isPresent()) {
      throw untrue("the file does not have its new name");
    }
    if (size >= 0 && there.get().size() != size) {
      throw untrue("a file of " + there.get().size() + " bytes is there, not of " + size);
    }
  }

  private TransferFailure untrue(String what) {
    return new TransferFailure(
        tried + ": the door says that it has, but " + what,
        "Ask the site's administrators; nothing was removed.");
  }

  private Optional<Stat> look(String path) {
    try {
      return door.ask(tried, session -> session.stat(path));
    } catch (DcapException e) {
      throw DcapFailures.refused(tried, e);
    }
  }

  private void rename(String old, String name) throws DcapException {
    change(session -> session.rename(old, name));
  }

  /** Nothing there is success. */
  private void unlink(String path) throws DcapException {
    try {
      change(session -> session.unlink(path));
    } catch (DcapException e) {
      if (!e.isMissing()) {
        throw e;
      }
    }
  }

  private void change(Change change) throws DcapException {
    door.ask(
        tried,
        session -> {
          change.make(session);
          return true;
        });
  }

  /** A change of names. */
  private interface Change {
    void make(DcapSession session) throws IOException, DcapException;
  }
}
