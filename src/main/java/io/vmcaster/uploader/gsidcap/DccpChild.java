package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Watchdog;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running {@code dccp} under supervision: it is fed on its standard input, watched for words that
 * mean it went on without protection or hangs, and killed when it takes too long. It never outlives
 * this program.
 */
final class DccpChild implements Closeable {
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);
  private static final int LONGEST_LINE = 1 << 14;

  private final Process process;
  private final Words words = new Words();
  private final Watchdog watchdog;
  private final Thread listener = new Thread(this::listen, "dccp messages");
  private final Thread whenStopped;

  private DccpChild(Process process, Duration first) {
    this.process = process;
    this.watchdog = new Watchdog(first, process::destroyForcibly);
    this.whenStopped = new Thread(process::destroyForcibly, "stop dccp");
  }

  /**
   * Starts the program, without any shell.
   *
   * @param first how long it may take until bytes begin to move
   */
  static DccpChild start(List<String> command, Map<String, String> environment, Duration first)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    DccpChild child = new DccpChild(builder.start(), first);
    Runtime.getRuntime().addShutdownHook(child.whenStopped);
    child.listener.setDaemon(true);
    child.listener.start();
    child.watchdog.begin();
    return child;
  }

  private void listen() {
    try (Reader text = process.errorReader(StandardCharsets.ISO_8859_1)) {
      StringBuilder line = new StringBuilder();
      for (int next = text.read(); next >= 0; next = text.read()) {
        if (next == '\n') {
          heard(line.toString());
          line.setLength(0);
        } else if (line.length() < LONGEST_LINE) {
          line.append((char) next);
        }
      }
      heard(line.toString());
      process.waitFor(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException | InterruptedException e) {
      // it is gone, or about to go; its exit status says how
    } finally {
      // nobody would notice any more that it goes on without protection
      process.destroyForcibly();
    }
  }

  private void heard(String line) {
    words.add(line);
    if (words.isFatal()) {
      process.destroyForcibly();
    }
  }

  /** Feeds it some bytes, which it must take in time. */
  void feed(byte[] bytes, int offset, int length, Duration stall) throws IOException {
    watchdog.begin(stall, stall);
    OutputStream input = process.getOutputStream();
    input.write(bytes, offset, length);
    input.flush();
  }

  /**
   * Tells it that it has everything, and waits until it ends.
   *
   * @return its exit status
   */
  int finish(Duration wait) throws IOException, InterruptedException {
    watchdog.begin(wait, wait);
    process.getOutputStream().close();
    return end();
  }

  /** Waits for its end, which the watchdog sees to. */
  int end() throws InterruptedException {
    int status = process.waitFor();
    watchdog.end();
    listener.join(LAST_WORDS.toMillis());
    return status;
  }

  /** Waits for an end that is near. */
  void endSoon() throws InterruptedException {
    watchdog.begin(LAST_WORDS, LAST_WORDS);
    end();
  }

  /** Whether it was killed because it took too long. */
  boolean isLate() {
    return watchdog.hasBitten();
  }

  Words words() {
    return words;
  }

  /** Kills it before its input ends, for it takes that end for the end of the file. */
  @Override
  public void close() {
    process.destroyForcibly();
    watchdog.close();
    try {
      Runtime.getRuntime().removeShutdownHook(whenStopped);
    } catch (IllegalStateException e) {
      // the program is being stopped, and the hook has run or will
    }
  }

  /** What it says on its standard error. Safe for use by several threads. */
  static final class Words {
    private static final Pattern REFUSAL =
        Pattern.compile(
            "Server error message for \\[(\\d+)\\]: \"*(.*?)\"* \\(err code: (\\d{1,9}), errno:"
                + " (.*)\\)\\.?");
    private static final Pattern OPEN = Pattern.compile(" (\\d+) \\d+ client open ");
    private static final Pattern CHECKSUM = Pattern.compile("File checksum is: (\\d{1,18})\\b");
    private static final Pattern CHATTER =
        Pattern.compile(
            "^(Dcap Version|extra option|Allocated message|Creating a new|Activating|Sending"
                + " control|Removing|Using|\\[-?\\d+\\] (unpluging|destroying)|Setting|Client"
                + " mode)");
    private static final int KEPT = 6;

    private final Deque<String> last = new ArrayDeque<>();
    private String opened;
    private boolean unprotected;
    private boolean poolUnreachable;
    private boolean doorUnreachable;
    private DcapException refusal;
    private long checksum = -1;

    synchronized void add(String line) {
      unprotected |=
          line.contains("GSS Minor Status Error Chain") || line.contains("Failed to add IO tunnel");
      poolUnreachable |= line.contains("waiting for door");
      doorUnreachable |= line.contains("Unable to connect to server");
      Matcher refused = REFUSAL.matcher(line);
      Matcher question = OPEN.matcher(line);
      if (question.find()) {
        opened = question.group(1);
      }
      if (refused.find() && refused.group(1).equals(opened)) {
        String errno = refused.group(4).replace("(null)", "");
        refusal = new DcapException(Integer.parseInt(refused.group(3)), refused.group(2), errno);
      }
      Matcher sum = CHECKSUM.matcher(line);
      if (sum.find()) {
        checksum = Long.parseLong(sum.group(1));
      }
      if (!line.isBlank() && !CHATTER.matcher(line).find()) {
        keep(line.strip());
      }
    }

    private void keep(String line) {
      last.add(line);
      if (last.size() > KEPT) {
        last.remove();
      }
    }

    /** Whether it must be stopped at once: it would go on without protection, or for ever. */
    synchronized boolean isFatal() {
      return unprotected || poolUnreachable;
    }

    /** Whether the tunnel failed. */
    synchronized boolean isUnprotected() {
      return unprotected;
    }

    synchronized boolean isPoolUnreachable() {
      return poolUnreachable;
    }

    synchronized boolean isDoorUnreachable() {
      return doorUnreachable;
    }

    /** What the server said, where it said something. */
    synchronized Optional<DcapException> refusal() {
      return Optional.ofNullable(refusal);
    }

    /** The checksum of what was sent; empty until it is said. */
    synchronized OptionalLong checksum() {
      return checksum < 0 ? OptionalLong.empty() : OptionalLong.of(checksum);
    }

    /** The last lines in one, for a message. */
    synchronized String lastWords() {
      return last.isEmpty() ? "it said nothing" : String.join("; ", last);
    }
  }
}
