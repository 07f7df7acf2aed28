package io.vmcaster.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.cli.Vmcaster.Interruption;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.cli.output.Terminal.InputWait;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint.FailPoints;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.LockedFailure;
import io.vmcaster.model.Json;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** From arguments to exit status, whatever is thrown on the way: here by whom opens databases. */
class VmcasterTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(Supplier<? extends Throwable> thrown, String... arguments) {
    return new Vmcaster(
            Terminal.NONE,
            (url, environment, wait, messages) -> {
              VmcasterTest.<RuntimeException>raise(thrown.get());
              throw new AssertionError("it was thrown");
            },
            new Interruption(new InputWait()),
            FailPoints.NONE)
        .run(
            arguments,
            new Environment(Map.of(), Path.of("/")),
            InputStream.nullInputStream(),
            new PrintStream(new BufferedOutputStream(out), false, UTF_8),
            new PrintStream(new BufferedOutputStream(err), false, UTF_8));
  }

  @SuppressWarnings("unchecked") // any throwable passes through a lambda so
  private static <T extends Throwable> void raise(Throwable thrown) throws T {
    throw (T) thrown;
  }

  private int list(Supplier<? extends Throwable> thrown) {
    return run(thrown, "--imagelist-list");
  }

  private String said() {
    return err.toString(UTF_8);
  }

  @Test
  void aFaultOfItsOwnIsALineWithoutATrace() {
    assertThat(list(() -> new IllegalStateException("one\n  two"))).isEqualTo(1);
    assertThat(said())
        .isEqualTo(
            """
            vmcaster: error: a fault in vmcaster itself: IllegalStateException: one two
            Run it again with --debug to see where, and report that.
            """);
  }

  @Test
  void whoSearchesForItSeesWhere() {
    assertThat(run(() -> new IllegalStateException("one"), "--imagelist-list", "--debug"))
        .isEqualTo(1);
    assertThat(said()).contains("\tat io.vmcaster.cli.VmcasterTest", "a fault in vmcaster itself");
  }

  @Test
  void errorsOfTheMachineAreToldInWords() {
    assertThat(list(() -> new OutOfMemoryError("heap"))).isEqualTo(1);
    assertThat(said()).contains("not enough memory").doesNotContain("fault in vmcaster");
    assertThat(list(() -> new StackOverflowError())).isEqualTo(1);
    assertThat(said()).contains("nested too deeply");
  }

  @Test
  void aFailureHasItsOwnStatusAndAdvice() {
    assertThat(list(() -> new LockedFailure("another run has it"))).isEqualTo(9);
    assertThat(said())
        .isEqualTo(
            """
            vmcaster: error: another run has it
            Try again when it is done, or wait longer with --lock-wait SECONDS.
            """);
  }

  @Test
  void anInterruptedRunTellsWhatCouldNotBeCleanedUp() {
    assertThat(list(InterruptedException::new)).isEqualTo(130);
    assertThat(said()).isEqualTo("vmcaster: error: interrupted; nothing is left half done\n");
    Exception interrupted = new InterruptedException();
    interrupted.addSuppressed(new InterruptedFailure("the server has a temporary file"));
    assertThat(list(() -> interrupted)).isEqualTo(130);
    assertThat(said()).contains("not everything could be cleaned up: the server has a temporary");
  }

  @Test
  void noPasswordIsShown() {
    assertThat(list(() -> new LockedFailure("//me:secret@db.example.org is busy"))).isEqualTo(9);
    assertThat(said()).contains("//me:***@db.example.org").doesNotContain("secret");
  }

  /** Whether JSON is wanted is seen even in a command line that cannot be read. */
  @Test
  void programsReadTheFailureOfAnImpossibleCommandLine() {
    assertThat(run(AssertionError::new, "--json", "--no-such-option")).isEqualTo(2);
    assertThat(Json.read(out.toString(UTF_8), "the output").at("/error/kind").asText())
        .isEqualTo("usage");
  }

  @Test
  void whatTheLocaleHasLostIsRefused() {
    assertThat(run(AssertionError::new, "--imagelist-add", "caf\uFFFD")).isEqualTo(2);
    assertThat(said()).contains("cannot be read in this locale", "LC_ALL=C.UTF-8");
  }

  /** What only the original understood does no harm, and is said to do nothing. */
  @Test
  void anOptionThatMeansNothingAnyMoreIsPassedOver() {
    assertThat(run(() -> new LockedFailure("busy"), "--imagelist-list", "-L", "x")).isEqualTo(9);
    assertThat(said()).contains("warning: -L means nothing any more");
  }

  @Test
  void nobodyInterruptsByItself() {
    assertThat(new Interruption(new InputWait()).requested()).isFalse();
  }
}
