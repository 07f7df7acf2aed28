package io.vmcaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.cli.command.CommandContext;
import io.vmcaster.cli.command.CommandLineReader;
import io.vmcaster.cli.command.Commands;
import io.vmcaster.cli.doc.HelpText;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.ConsoleMessages;
import io.vmcaster.cli.output.ConsoleMessages.Verbosity;
import io.vmcaster.cli.output.LogFile;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.output.Result.PartialFailure;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.cli.output.Terminal.InputWait;
import io.vmcaster.cli.output.Terminal.PassphraseSource;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint.FailPoints;
import io.vmcaster.context.Secrets;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.UsageFailure;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The program, from its arguments to its exit status.
 *
 * @param terminal which streams are a terminal
 * @param databases opens databases
 * @param interruption tells when to end early
 * @param failPoints receives each step that changes something
 */
public record Vmcaster(
    Terminal terminal,
    CommandContext.Databases databases,
    Interruption interruption,
    FailPoints failPoints) {

  /** What to do about characters outside ASCII, which the locale may lose. */
  private static final String LOCALE_ADVICE =
      "Set LC_ALL=C.UTF-8, or start vmcaster by its launcher, which does.";

  /**
   * Does what a command line asks for. Never throws.
   *
   * @return the exit status
   */
  public int run(
      String[] arguments,
      Environment environment,
      InputStream in,
      PrintStream out,
      PrintStream err) {
    try {
      return new Attempt(arguments, environment, in, out, err).run();
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** One run. */
  private final class Attempt {

    private final String[] arguments;
    private final Environment environment;
    private final InputStream in;
    private final PrintStream out;
    private final ConsoleMessages messages;
    private Options options;

    Attempt(
        String[] arguments,
        Environment environment,
        InputStream in,
        PrintStream out,
        PrintStream err) {
      this.arguments = arguments;
      this.environment = environment;
      this.in = in;
      this.out = out;
      this.messages = ConsoleMessages.of(err, terminal.errors(), environment);
    }

    int run() {
      LogFile log = null;
      Result result;
      try {
        requireReadable();
        CommandLineReader line = CommandLineReader.read(environment, arguments);
        options = line.options();
        log = openLog();
        messages.noteIn(log);
        result = answer(line);
        result.print(out, options.json.isGiven());
      } catch (Throwable e) {
        result = failed(e);
        result.print(out, isAsked("--json"));
      } finally {
        if (log != null) {
          log.close();
        }
      }
      return result.status();
    }

    /** Java reads arguments as the locale says; where that is ASCII, others are lost by now. */
    private void requireReadable() {
      for (String argument : arguments) {
        if (argument.indexOf('\uFFFD') >= 0) {
          throw new UsageFailure(
              "'" + argument + "' has characters that cannot be read in this locale",
              LOCALE_ADVICE);
        }
      }
    }

    /** The log file, if one is asked for; its form may be for standard error, too. */
    private LogFile openLog() {
      if (!options.logFormat.isGiven() && !options.logFile.isGiven()) {
        return null;
      }
      LogFile.Form form = options.logFormat.value().map(LogFile.Form::named).orElse(null);
      if (form == LogFile.Form.SYSLOG) {
        messages.mark();
      }
      if (form != null && form != LogFile.Form.SYSLOG && !options.logFile.isGiven()) {
        throw new UsageFailure("--log-format needs --log-file FILE", null);
      }
      LogFile.Form lines = form == null ? LogFile.Form.TEXT : form;
      Optional<String> file = options.logFile.value();
      return file.map(name -> LogFile.open(environment.resolve(name), lines)).orElse(null);
    }

    private Result answer(CommandLineReader line) {
      if (options.help.isGiven()) {
        return Result.text(HelpText.text(Commands.model()));
      }
      if (options.version.isGiven()) {
        return Result.text("vmcaster " + ProgramVersion.text());
      }
      var command = line.command();
      options.settings().check();
      messages.say(options.verbosity());
      for (Flag flag : options.speaking()) {
        if (flag.isHidden() && flag.isGiven()) {
          messages.warn(flag + " means nothing any more and is passed over");
        }
      }
      options.settings().passin.value().ifPresent(PassphraseSource::check);
      CommandContext.Host host =
          new CommandContext.Host(environment, in, terminal, databases, failPoints);
      messages.beginLog();
      try (CommandContext context = new CommandContext(host, options, messages)) {
        return command.run(context);
      } finally {
        messages.endLog();
      }
    }

    /** Tells of a failure; returns what programs read of it. */
    private Result failed(Throwable thrown) {
      messages.say(Verbosity.NORMAL);
      if (isAsked("--debug")) {
        messages.trace(thrown);
      }
      if (interruption.requested() || thrown instanceof InterruptedException) {
        return interrupted(thrown);
      }
      if (thrown instanceof InvalidPathException e) {
        return failed(
            new ConfigurationFailure(
                "a file cannot be named in this locale: " + e.getInput(), LOCALE_ADVICE, e));
      }
      if (thrown instanceof Failure failure) {
        return tell(failure.status(), failure.getMessage(), failure.advice().orElse(""), Map.of());
      }
      if (thrown instanceof PartialFailure some) {
        Failure failure = some.failure();
        return tell(failure.status(), some.getMessage(), failure.advice().orElse(""), some.done());
      }
      if (thrown instanceof OutOfMemoryError) {
        String advice = "Give it more with JAVA_TOOL_OPTIONS=-Xmx1g.";
        return tell(ExitStatus.INTERNAL, "there is not enough memory for this", advice, Map.of());
      }
      return tell(
          ExitStatus.INTERNAL,
          thrown instanceof StackOverflowError
              ? "the data is nested too deeply for this"
              : "a fault in vmcaster itself: " + inOneLine(thrown),
          "Run it again with --debug to see where, and report that.",
          Map.of());
    }

    /** What could not be cleaned up is told by a failure that goes along with the first one. */
    private Result interrupted(Throwable thrown) {
      for (Throwable along : thrown.getSuppressed()) {
        if (along instanceof Failure failure) {
          return tell(
              ExitStatus.INTERRUPTED,
              "interrupted, and not everything could be cleaned up: " + failure.getMessage(),
              "The next run completes or undoes what was begun.",
              Map.of());
        }
      }
      return tell(ExitStatus.INTERRUPTED, "interrupted; nothing is left half done", "", Map.of());
    }

    private Result tell(ExitStatus status, String text, String advice, Map<String, JsonNode> done) {
      String message = Secrets.masked(text);
      messages.error(message, advice);
      return Result.failed(status, message, advice, done);
    }

    private static String inOneLine(Throwable thrown) {
      String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
      return (thrown.getClass().getSimpleName() + message).replaceAll("\\s+", " ");
    }

    /** Whether that option was given; when a command line cannot be read, it is looked for. */
    private boolean isAsked(String name) {
      if (options == null) {
        return Arrays.asList(arguments).contains(name);
      }
      return (name.equals("--json") ? options.json : options.debug).isGiven();
    }
  }

  /**
   * What happens when the user or the system ends the run early: the work is interrupted, may clean
   * up for a while, and the process ends with the status for it.
   */
  public static final class Interruption {

    private static final long CLEAN_UP_SECONDS = 10;

    private final CountDownLatch over = new CountDownLatch(1);
    private final InputWait waiting;
    private volatile boolean requested;

    /** Nothing interrupts by itself; see {@link #watch}. */
    public Interruption(InputWait waiting) {
      this.waiting = waiting;
    }

    /**
     * Watches for signals from now on; the calling thread is the one that works.
     *
     * @param waiting while that waits for input, there is nothing to clean up
     */
    public static Interruption watch(InputWait waiting) {
      Interruption interruption = new Interruption(waiting);
      Thread worker = Thread.currentThread();
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> interruption.shutDown(worker), "vmcaster-shutdown"));
      return interruption;
    }

    /** Whether the run is to end. */
    public boolean requested() {
      return requested;
    }

    /** The work is over; shutting down is then only ending. */
    public void workIsOver() {
      over.countDown();
    }

    private void shutDown(Thread worker) {
      if (over.getCount() == 0) {
        return;
      }
      requested = true;
      if (waiting.now()) {
        System.err.println("vmcaster: error: interrupted");
      } else {
        worker.interrupt();
        awaitCleanUp();
      }
      Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
    }

    private void awaitCleanUp() {
      try {
        if (!over.await(CLEAN_UP_SECONDS, TimeUnit.SECONDS)) {
          System.err.println("vmcaster: error: interrupted before everything was cleaned up");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
