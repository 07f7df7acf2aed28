package io.vmcaster.cli;

import io.vmcaster.cli.command.Handlers;
import io.vmcaster.cli.option.ArgumentReader;
import io.vmcaster.cli.option.Arguments;
import io.vmcaster.cli.option.HelpText;
import io.vmcaster.cli.option.Option;
import io.vmcaster.cli.output.Confirmation;
import io.vmcaster.cli.output.ConsoleMessages;
import io.vmcaster.cli.output.ConsoleProgress;
import io.vmcaster.cli.output.ErrorStream;
import io.vmcaster.cli.output.Journal;
import io.vmcaster.cli.output.JsonPrinter;
import io.vmcaster.cli.output.LogFile;
import io.vmcaster.cli.output.PassphraseSource;
import io.vmcaster.cli.output.Printer;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.cli.output.TextPrinter;
import io.vmcaster.cli.output.Verbosity;
import io.vmcaster.cli.request.Request;
import io.vmcaster.cli.request.RequestParser;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoints;
import io.vmcaster.context.Progress;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The program, from its arguments to its exit status. */
public final class Application {

  private final Terminal terminal;
  private final RepositoryOpener opener;
  private final Interruption interruption;
  private final FailPoints steps;

  /**
   * The program.
   *
   * @param terminal which streams are a terminal
   * @param opener opens databases
   * @param interruption tells when to end early
   */
  public Application(Terminal terminal, RepositoryOpener opener, Interruption interruption) {
    this(terminal, opener, interruption, FailPoints.NONE);
  }

  /**
   * The program, watched.
   *
   * @param terminal which streams are a terminal
   * @param opener opens databases
   * @param interruption tells when to end early
   * @param steps hears of each step that changes something
   */
  public Application(
      Terminal terminal, RepositoryOpener opener, Interruption interruption, FailPoints steps) {
    this.terminal = terminal;
    this.opener = opener;
    this.interruption = interruption;
    this.steps = steps;
  }

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
    Streams streams = new Streams(environment, in, out, err, errors(environment, err));
    if (environment.get("JOURNAL_STREAM").isPresent() && Journal.reads(environment)) {
      streams.errors().mark();
    }
    try {
      return run(arguments, streams);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** A dumb terminal can neither colour nor go back on its line; to it, it is as to a file. */
  private ErrorStream errors(Environment environment, PrintStream err) {
    boolean able = terminal.errors() && !environment.get("TERM").equals(Optional.of("dumb"));
    ErrorStream errors = new ErrorStream(err, able, environment.get("NO_COLOR").isEmpty());
    environment
        .get("COLUMNS")
        .filter(columns -> columns.matches("[1-9][0-9]{0,3}"))
        .ifPresent(columns -> errors.narrow(Integer.parseInt(columns)));
    return errors;
  }

  private int run(String[] arguments, Streams streams) {
    Arguments read = null;
    LogFile log = null;
    try {
      Characters.requireWhole(arguments);
      read = ArgumentReader.read(arguments);
      if (read.has(Option.LOG_FILE) || read.has(Option.LOG_FORMAT)) {
        log = Logging.open(read, streams.environment(), streams.errors());
      }
      Request request = RequestParser.parse(read);
      Settings settings = new Settings(read, streams.environment());
      settings.check();
      Result result = answer(request, read, settings, streams, log);
      streams.printer(read.has(Option.JSON)).print(result);
      return result.status();
    } catch (Throwable e) {
      return failed(e, arguments, read, streams, log);
    } finally {
      if (log != null) {
        log.close();
      }
    }
  }

  private Result answer(
      Request request, Arguments read, Settings settings, Streams streams, LogFile log) {
    if (request instanceof Request.Help) {
      return new Result.Text(HelpText.text().stripTrailing());
    }
    if (request instanceof Request.ShowVersion) {
      return new Result.Text("vmcaster " + ProgramVersion.text());
    }
    Verbosity verbosity = Verbosity.of(read);
    ConsoleMessages messages = new ConsoleMessages(streams.errors(), verbosity, log);
    warnOfIgnored(read, messages);
    PassphraseSource passphrases =
        new PassphraseSource(
            settings.passphraseSource(), streams.environment(), terminal, streams.in());
    passphrases.check();
    Progress progress =
        verbosity == Verbosity.QUIET
            ? Progress.NONE
            : new ConsoleProgress(streams.errors(), System::nanoTime);
    Confirmation questions = new Confirmation(terminal, settings.yes());
    try (Session session =
        new Session(
            streams.environment(),
            settings,
            opener,
            messages,
            progress,
            passphrases,
            questions,
            streams.in(),
            steps)) {
      messages.hearLibraries();
      return Handlers.handle(request, session);
    } finally {
      messages.forgetLibraries();
    }
  }

  /** What only the original understood, and a script may still say. */
  private static void warnOfIgnored(Arguments read, ConsoleMessages messages) {
    for (Option ignored : List.of(Option.LOG_CONFIGURATION, Option.DOWNLOAD_FLAGS)) {
      if (read.has(ignored)) {
        messages.warn(ignored + " means nothing any more and is passed over");
      }
    }
  }

  /** The options may not be known when a command line cannot be read; then they are looked for. */
  private int failed(
      Throwable thrown, String[] arguments, Arguments read, Streams streams, LogFile log) {
    boolean json = read == null ? isIn(arguments, Option.JSON) : read.has(Option.JSON);
    boolean debug = read == null ? isIn(arguments, Option.DEBUG) : read.has(Option.DEBUG);
    ConsoleMessages messages = new ConsoleMessages(streams.errors(), Verbosity.NORMAL, log);
    return new ErrorReporter(streams.printer(json), messages, interruption, debug).failed(thrown);
  }

  private static boolean isIn(String[] arguments, Option option) {
    return Arrays.asList(arguments).contains(option.flag());
  }

  /** The streams of a run. */
  private record Streams(
      Environment environment,
      InputStream in,
      PrintStream out,
      PrintStream err,
      ErrorStream errors) {

    Printer printer(boolean json) {
      return json ? new JsonPrinter(out) : new TextPrinter(out);
    }
  }
}
