package io.vmcaster.cli.command;

import io.vmcaster.service.PublicationHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The state of lists as a Nagios check reports it: one line, and 0 for good, 1 for a warning, 2 for
 * critical.
 *
 * @param status the exit status
 * @param line what is printed
 */
record NagiosCheck(int status, String line) {

  private static final List<String> NAMES = List.of("OK", "WARNING", "CRITICAL");

  /**
   * Judges lists.
   *
   * @param renewal how near an end is a warning
   */
  static NagiosCheck of(List<PublicationHistory.Status> lists, Instant now, Duration renewal) {
    int worst = 0;
    List<String> complaints = new ArrayList<>();
    for (PublicationHistory.Status list : lists) {
      int status = judge(list, now, renewal);
      worst = Math.max(worst, status);
      if (status > 0) {
        complaints.add(list.list() + " " + complaint(list, now));
      }
    }
    String text = complaints.isEmpty() ? lists.size() + " lists" : String.join(", ", complaints);
    return new NagiosCheck(worst, "VMCASTER " + NAMES.get(worst) + " - " + text);
  }

  private static int judge(PublicationHistory.Status list, Instant now, Duration renewal) {
    if (list.end().isEmpty()) {
      return 1;
    }
    Instant end = list.end().get();
    if (!end.isAfter(now)) {
      return 2;
    }
    return end.isBefore(now.plus(renewal)) || list.changed() ? 1 : 0;
  }

  private static String complaint(PublicationHistory.Status list, Instant now) {
    if (list.end().isEmpty()) {
      return "never published";
    }
    return ShowStatus.left(list.end().get(), now) + (list.changed() ? ", changed since" : "");
  }
}
