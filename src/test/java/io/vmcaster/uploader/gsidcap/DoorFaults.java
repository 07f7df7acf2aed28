package io.vmcaster.uploader.gsidcap;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The faults that a door has at the moment. Safe for use by several threads. */
final class DoorFaults {
  /** Where faults in the middle of the data happen, when nobody says. */
  static final long SOMEWHERE = 100_000;

  private final Set<DoorFault> on = EnumSet.noneOf(DoorFault.class);
  private long middle = SOMEWHERE;

  synchronized boolean has(DoorFault fault) {
    return on.contains(fault);
  }

  /** Whether a question of this name gets no answer. */
  synchronized boolean silentAt(String command) {
    String name = "SILENT_" + command.toUpperCase(Locale.ROOT);
    return on.stream().anyMatch(fault -> fault.name().equals(name));
  }

  synchronized void set(DoorFault fault) {
    on.add(fault);
  }

  /** After how many bytes faults in the middle of the data happen. */
  synchronized void middle(long bytes) {
    middle = bytes;
  }

  synchronized long middle() {
    return middle;
  }

  synchronized void clear() {
    on.clear();
    middle = SOMEWHERE;
  }
}
