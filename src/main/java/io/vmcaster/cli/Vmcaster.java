package io.vmcaster.cli;

import io.vmcaster.cli.command.CommandContext;
import io.vmcaster.cli.command.CommandLineReader;
import io.vmcaster.cli.command.Commands;
import io.vmcaster.cli.doc.HelpText;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.option.OutputOptions;
import io.vmcaster.cli.option.Settings;
import io.vmcaster.cli.output.ConsoleMessages;
import io.vmcaster.cli.output.ConsoleMessages.Verbosity;
import io.vmcaster.cli.output.ConsoleProgress;
import io.vmcaster.cli.output.ErrorStream;
import io.vmcaster.cli.output.LogFile;
import io.vmcaster.cli.output.PassphraseSource;
import io.vmcaster.cli.output.Printer;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoints;
import io.vmcaster.context.Passphrases;
import io.vmcaster.context.Progress;
import io.vmcaster.error.Failure.UsageFailure;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Arrays;

/** The program, from its arguments to its exit status. */
public final class Vmcaster {

  private final Terminal terminal;
  private final CommandContext.Databases databases;
  private final Interruption interruption;
  private final FailPoints failPoints;

  /**
   * The program.
   *
   * @param terminal which streams are a terminal
   * @param databases opens databases
   * @param interruption tells when to end early
   * @param failPoints receives each step that changes something
   */
  public Vmcaster(
      Terminal terminal,
      CommandContext.Databases databases,
      Interruption interruption,
      FailPoints failPoints) {
    this.terminal = terminal;
    this.databases = databases;
    this.interruption = interruption;
    this.failPoints = failPoints;
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
    private final ErrorStream errors;
    private CommandLineReader line;
    private LogFile log;

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
      this.errors = ErrorStream.of(err, terminal.errors(), environment);
    }

    int run() {
      try {
        requireReadable();
        line = CommandLineReader.read(environment, arguments);
        log = openLog(line.options().output());
        Result result = answer(line.options());
        printer(line.options().output().json.isGiven()).print(result);
        return result.status();
      } catch (Throwable e) {
        return failed(e);
      } finally {
        if (log != null) {
          log.close();
        }
      }
    }

    /** Java reads arguments as the locale says; where that is ASCII, others are lost by now. */
    private void requireReadable() {
      for (String argument : arguments) {
        if (argument.indexOf('\uFFFD') >= 0) {
          throw new UsageFailure(
              "'" + argument + "' has characters that cannot be read in this locale",
              ErrorReporter.LOCALE_ADVICE);
        }
      }
    }

    /** The log file, if one is asked for; its form may be for standard error, too. */
    private LogFile openLog(OutputOptions output) {
      if (!output.logFormat.isGiven() && !output.logFile.isGiven()) {
        return null;
      }
      LogFile.Form form = output.logFormat.value().map(LogFile.Form::named).orElse(null);
      if (form == LogFile.Form.SYSLOG) {
        errors.mark();
      }
      if (output.logFile.isGiven()) {
        String file = output.logFile.value().orElseThrow();
        return LogFile.open(environment.resolve(file), form == null ? LogFile.Form.TEXT : form);
      }
      if (form != null && form != LogFile.Form.SYSLOG) {
        throw new UsageFailure("--log-format needs --log-file FILE", null);
      }
      return null;
    }

    private Result answer(Options options) {
      OutputOptions output = options.output();
      if (output.help.isGiven()) {
        return Result.text(HelpText.text(Commands.model()));
      }
      if (output.version.isGiven()) {
        return Result.text("vmcaster " + ProgramVersion.text());
      }
      var command = line.command();
      options.settings().check();
      Verbosity verbosity = output.verbosity();
      ConsoleMessages messages = new ConsoleMessages(errors, verbosity, log);
      warnOfIgnored(output, messages);
      if (options.settings().passphraseSource().isPresent()) {
        PassphraseSource.check(options.settings().passphraseSource().get());
      }
      CommandContext.Host host =
          new CommandContext.Host(environment, in, terminal, databases, failPoints);
      messages.beginLog();
      try (CommandContext context =
          new CommandContext(
              host,
              options,
              messages,
              () -> progress(verbosity),
              () -> passphrases(options.settings()))) {
        return command.run(context);
      } finally {
        messages.endLog();
      }
    }

    private Progress progress(Verbosity verbosity) {
      return verbosity == Verbosity.QUIET
          ? Progress.NONE
          : new ConsoleProgress(errors, System::nanoTime);
    }

    private Passphrases passphrases(Settings settings) {
      return new PassphraseSource(settings.passphraseSource(), environment, terminal, in);
    }

    private static void warnOfIgnored(OutputOptions output, ConsoleMessages messages) {
      for (Flag ignored : output.ignored()) {
        if (ignored.isGiven()) {
          messages.warn(ignored + " means nothing any more and is passed over");
        }
      }
    }

    /** When a command line cannot be read, its options are looked for. */
    private int failed(Throwable thrown) {
      OutputOptions output = line == null ? null : line.options().output();
      boolean json = output == null ? isWord("--json") : output.json.isGiven();
      boolean debug = output == null ? isWord("--debug") : output.debug.isGiven();
      ConsoleMessages messages = new ConsoleMessages(errors, Verbosity.NORMAL, log);
      return new ErrorReporter(printer(json), messages, interruption, debug).failed(thrown);
    }

    private boolean isWord(String name) {
      return Arrays.asList(arguments).contains(name);
    }

    private Printer printer(boolean json) {
      return new Printer(out, json);
    }
  }
}
