package io.vmcaster.compression;

import java.util.List;

/** The threads of this process, to see whether some were left behind. */
final class Threads {

  private Threads() {}

  /** The names of those that are still there; one that is just ending gets a moment for it. */
  static List<String> named(String beginning) {
    long deadline = System.nanoTime() + 5_000_000_000L;
    List<String> names = alive(beginning);
    while (!names.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      names = alive(beginning);
    }
    return names;
  }

  private static List<String> alive(String beginning) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith(beginning))
        .toList();
  }
}
