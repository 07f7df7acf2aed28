package io.vmcaster.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.log.RunLog.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What our own classes and a library log, and what of it arrives. */
class RunLogTest {

  private static final Logger LIBRARY = Logger.getLogger("org.example.RunLogTest");

  private final List<String> records = new CopyOnWriteArrayList<>();

  private void begin(Level libraries) {
    RunLog.begin(
        (level, logger, text) -> {
          if (logger.endsWith("RunLogTest")) {
            records.add(level + " " + logger + ": " + text);
          }
        },
        Optional.ofNullable(libraries));
  }

  @AfterEach
  void end() {
    RunLog.end();
  }

  private static void log() {
    LoggerFactory.getLogger(RunLogTest.class).debug("ours {}", 1);
    LIBRARY.fine("fine");
    LIBRARY.info("info");
    LIBRARY.severe("severe");
  }

  @Test
  void ourOwnDetailsAlwaysArriveAndOfLibrariesNothingByItself() {
    begin(null);

    log();

    assertThat(records).containsExactly("DETAIL io.vmcaster.log.RunLogTest: ours 1");
  }

  /** What a library calls an error need not be one of the run. */
  @Test
  void aLibrarysErrorIsAWarning() {
    begin(Level.WARNING);

    log();

    assertThat(records)
        .containsExactly(
            "DETAIL io.vmcaster.log.RunLogTest: ours 1", "WARNING org.example.RunLogTest: severe");
  }

  @Test
  void aSearchForAFaultSeesMore() {
    begin(Level.DEBUG);

    log();
    LIBRARY.finer("bytes and values");

    assertThat(records)
        .containsExactly(
            "DETAIL io.vmcaster.log.RunLogTest: ours 1",
            "DEBUG org.example.RunLogTest: fine",
            "DEBUG org.example.RunLogTest: info",
            "WARNING org.example.RunLogTest: severe");
  }

  @Test
  void secretsAreTakenOutOfTextAndFailure() {
    begin(Level.WARNING);

    LIBRARY.log(
        java.util.logging.Level.WARNING,
        "token: abc",
        new IllegalStateException("no answer from https://me:abc@example.org/"));

    assertThat(records).singleElement().asString().contains("token: ***", "me:***@example.org");
    assertThat(records).noneMatch(record -> record.contains("abc"));
  }

  @Test
  void afterTheEndNothingArrives() {
    begin(Level.DEBUG);
    RunLog.end();

    log();

    assertThat(records).isEmpty();
  }

  @Test
  void ourClassesAreThoseOfOurPackages() {
    assertThat(RunLog.isOurs("io.vmcaster.log.RunLog")).isTrue();
    assertThat(RunLog.isOurs("io.vmcasterother.Log")).isFalse();
    assertThat(RunLog.isOurs("null")).isFalse();
  }
}
