package io.vmcaster.compression;

import io.vmcaster.testing.Patience;
import java.io.IOException;
import java.util.List;

/** The threads of this process, to see whether some were left behind. */
final class Threads {

  private Threads() {}

  /** The names of those that are still there; one that is just ending gets a moment for it. */
  static List<String> named(String beginning) throws IOException {
    Patience.until(() -> alive(beginning).isEmpty());
    return alive(beginning);
  }

  private static List<String> alive(String beginning) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith(beginning))
        .toList();
  }
}
