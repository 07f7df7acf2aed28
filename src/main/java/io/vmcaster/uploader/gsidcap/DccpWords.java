package io.vmcaster.uploader.gsidcap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code dccp -d 3} says on its standard error. Safe for use by several threads. */
final class DccpWords {
  private static final Pattern REFUSAL =
      Pattern.compile(
          "Server error message for \\[(\\d+)\\]: \"*(.*?)\"* \\(err code: (\\d{1,9}), errno:"
              + " (.*)\\)\\.?");
  private static final Pattern OPEN = Pattern.compile(" (\\d+) \\d+ client open ");
  private static final Pattern CHECKSUM = Pattern.compile("File checksum is: (\\d{1,18})\\b");
  private static final Pattern CHATTER =
      Pattern.compile(
          "^(Dcap Version|extra option|Allocated message|Creating a new|Activating|Sending control"
              + "|Removing|Using|\\[-?\\d+\\] (unpluging|destroying)|Setting|Client mode)");
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
