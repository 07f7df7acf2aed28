package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.Uploader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A door's talk with one client. */
final class DoorConnection implements Runnable, AutoCloseable {
  private final TestDoor door;
  private final DoorLine line;

  DoorConnection(TestDoor door, DoorLine line) {
    this.door = door;
    this.line = line;
  }

  @Override
  public void run() {
    try (this) {
      for (String text = line.read(); text != null; text = line.read()) {
        door.log("> " + text);
        if (text.isBlank()) {
          continue;
        }
        hear(DoorCommand.parse(text));
      }
    } catch (IOException | DcapException | RuntimeException e) {
      door.log("conversation ends: " + e);
    }
  }

  private void hear(DoorCommand command) throws IOException {
    DoorFaults faults = door.faults();
    if (faults.silentAt(command.name())) {
      return;
    }
    if (faults.has(DoorFault.AWAY)) {
      throw new IOException("the door is away");
    }
    while (command.name().equals("stat") && faults.has(DoorFault.CHATTER)) {
      line.send("77 0 client ok");
    }
    try {
      answer(command);
    } catch (DcapException e) {
      send(command, "failed " + e.code + " \"" + e.getMessage() + "\" " + e.errno);
    }
  }

  private void answer(DoorCommand command) throws IOException, DcapException {
    DoorNames names = door.names();
    switch (command.name()) {
      case "hello" -> line.send("0 0 server welcome 2 47");
      case "byebye" -> line.send("0 0 server byebye");
      case "ping" -> line.send(command.session() + " 2 server pong");
      case "stat", "lstat" -> stat(command);
      case "open" -> open(command);
      case "unlink" -> change(command, () -> names.unlink(command.path()));
      case "rename" -> change(command, () -> rename(command));
      case "chmod" -> change(command, () -> names.chmod(command.path(), command.mode(0644)));
      case "mkdir" -> change(command, () -> names.mkdir(command.path(), command.mode(0755)));
      default -> throw new DcapException(669, "Invalid command \"" + command.name() + "\"", "");
    }
  }

  private void stat(DoorCommand command) throws IOException, DcapException {
    if (door.faults().has(DoorFault.LONG_WORD)) {
      throw new DcapException(10018, "\\x".repeat(15_000), "");
    }
    send(command, "stat " + door.names().stat(command.path()));
  }

  private void change(DoorCommand command, Change change) throws IOException, DcapException {
    refuseIf(DoorFault.REFUSE_ALL);
    change.make();
    send(command, "ok");
  }

  private void rename(DoorCommand command) throws IOException, DcapException {
    refuseIf(DoorFault.REFUSE_RENAME);
    if (door.faults().has(DoorFault.RENAME_IN_WORDS)) {
      return;
    }
    String to = command.argument(1);
    if (!to.endsWith(Uploader.ASIDE)
        && Files.exists(door.names().file(to + Uploader.ASIDE))
        && !command.path().endsWith(Uploader.ASIDE)) {
      takeName(command, to);
      return;
    }
    if (Files.exists(door.names().file(to))) {
      refuseIf(DoorFault.REFUSE_OVERWRITE);
    }
    door.names().rename(command.path(), to);
  }

  /** A new file is to get the name of one that was moved aside. */
  private void takeName(DoorCommand command, String to) throws IOException, DcapException {
    if (Files.exists(door.names().file(to))) {
      refuseIf(DoorFault.REFUSE_OVERWRITE);
    }
    refuseIf(DoorFault.REFUSE_NEW_NAME);
    boolean before = door.faults().has(DoorFault.CUT_NEW_NAME);
    if (!before) {
      door.names().rename(command.path(), to);
    }
    if (before || door.faults().has(DoorFault.CUT_AFTER_NEW_NAME)) {
      if (door.faults().has(DoorFault.AWAY_AFTER_CUT)) {
        door.faults().set(DoorFault.AWAY);
      }
      throw new IOException("cut");
    }
  }

  private void refuseIf(DoorFault fault) throws DcapException {
    if (door.faults().has(fault)) {
      throw new DcapException(19, "Permission denied", "EACCES");
    }
  }

  private void open(DoorCommand command) throws IOException, DcapException {
    boolean write = command.argument(1).equals("w");
    command.argument(3);
    if (write) {
      refuseIf(DoorFault.REFUSE_ALL);
    }
    Path file = write ? create(command) : door.names().existing(command.path());
    if (door.faults().has(DoorFault.NO_POOL)) {
      throw new DcapException(33, "No pools configured for transfer.", "ENOSPC");
    }
    door.pool().serve(new DoorTransfer(this, command, file, write));
  }

  private Path create(DoorCommand command) throws IOException, DcapException {
    String path = command.path();
    if (command.options().containsKey("truncate") && door.truncates()) {
      Files.deleteIfExists(door.names().file(path));
    }
    return door.names().create(path, command.mode(0666));
  }

  /** Tells the client how a transfer goes. */
  void send(DoorCommand command, String answer) throws IOException {
    String text = String.format(Locale.ROOT, "%d 0 client %s", command.session(), answer);
    door.log("< " + text);
    line.send(text);
  }

  @Override
  public void close() throws IOException {
    line.close();
  }

  /** A change of names. */
  private interface Change {
    void make() throws IOException, DcapException;
  }
}
