package io.vmcaster.uploader.gsidcap;

import io.vmcaster.error.Failure;
import io.vmcaster.error.TransferFailure;
import java.io.IOException;
import java.util.Optional;

/**
 * Gives a file another name. Doors replace what has that name in one step. Where a site forbids
 * this, what is there is removed first; but only after another rename has shown that the new file
 * can be renamed at all, so that a forbidden rename never costs the old file.
 */
final class RenameOperation {
  private final DoorConnection conversation;
  private final String from;
  private final String to;
  private final String tried;

  RenameOperation(DoorConnection conversation, String from, String to) {
    this.conversation = conversation;
    this.from = from;
    this.to = to;
    this.tried = "cannot rename " + conversation.door().name(from) + " to " + to;
  }

  void run() {
    Optional<Stat> old = look();
    if (old.filter(Stat::isDirectory).isPresent()) {
      throw new TransferFailure(tried + ": a directory is in the way", null);
    }
    try {
      rename(from, to);
    } catch (DcapException e) {
      if (!e.isPermission() || old.isEmpty()) {
        throw DcapFailures.refused(tried, e);
      }
      removeAndRename(e);
    }
  }

  private void removeAndRename(DcapException first) {
    String ready = from + ".ready";
    try {
      rename(from, ready);
    } catch (DcapException e) {
      throw DcapFailures.refused(tried, first);
    }
    try {
      unlink(to);
    } catch (DcapException e) {
      renameBack(ready);
      throw DcapFailures.refused(tried, first);
    }
    try {
      rename(ready, to);
    } catch (DcapException e) {
      throw lost(ready, e);
    }
  }

  private void renameBack(String ready) {
    try {
      rename(ready, from);
    } catch (DcapException e) {
      throw DcapFailures.refused("cannot rename " + ready + " back to " + from, e);
    }
  }

  private Failure lost(String ready, DcapException e) {
    return new TransferFailure(
        tried + ": the old file is removed, then the server refused: " + e.words(),
        "The new file is whole and is called " + ready + " there: rename it by hand.",
        e);
  }

  private Optional<Stat> look() {
    try {
      return conversation.ask(tried, session -> session.stat(to));
    } catch (DcapException e) {
      throw DcapFailures.refused(tried, e);
    }
  }

  private void rename(String old, String name) throws DcapException {
    change(session -> session.rename(old, name));
  }

  private void unlink(String path) throws DcapException {
    change(session -> session.unlink(path));
  }

  private void change(Change change) throws DcapException {
    conversation.ask(
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
