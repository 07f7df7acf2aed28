package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What the tests of faults count. Safe for use by several threads. */
final class Figures {

  private final AtomicInteger kills = new AtomicInteger();
  private final AtomicInteger polls = new AtomicInteger();
  private final AtomicInteger bad = new AtomicInteger();
  private final AtomicReference<Throwable> worst = new AtomicReference<>();

  void killed() {
    kills.incrementAndGet();
  }

  void good() {
    polls.incrementAndGet();
  }

  /** A subscriber saw something that is no good list. */
  void bad(Throwable reason) {
    polls.incrementAndGet();
    bad.incrementAndGet();
    worst.compareAndSet(null, reason);
  }

  /**
   * Prints the figures now, and notes them for {@code scripts/test}, which prints them all at its
   * end.
   */
  void tell(String what) throws IOException {
    String line = what + ": " + this;
    System.out.println(line);
    Path notes = Path.of("target", "fault-figures");
    Files.createDirectories(notes.getParent());
    Files.writeString(notes, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  int kills() {
    return kills.get();
  }

  int polls() {
    return polls.get();
  }

  /** Insists that no bad list was seen in many looks. */
  void check(int leastPolls) {
    if (bad.get() > 0) {
      throw new AssertionError(toString(), worst.get());
    }
    assertThat(polls.get()).as("polls").isGreaterThanOrEqualTo(leastPolls);
  }

  @Override
  public String toString() {
    return kills + " kills survived, " + polls + " polls, " + bad + " bad lists seen";
  }
}
