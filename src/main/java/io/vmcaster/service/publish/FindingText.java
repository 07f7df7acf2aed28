package io.vmcaster.service.publish;

import io.vmcaster.subscriber.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** Findings in one message. */
final class FindingText {

  private FindingText() {}

  static String join(List<Finding> findings) {
    return findings.stream().map(FindingText::of).distinct().collect(Collectors.joining("; "));
  }

  static String of(Finding finding) {
    return finding.image().map(image -> "image " + image + ": ").orElse("") + finding.message();
  }
}
