package io.vmcaster.cli;

import io.vmcaster.cli.option.Arguments;
import io.vmcaster.cli.option.Option;
import io.vmcaster.cli.output.ErrorStream;
import io.vmcaster.cli.output.LogFile;
import io.vmcaster.cli.output.LogForm;
import io.vmcaster.context.Environment;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.error.UsageFailure;

/** What {@code --log-file} and {@code --log-format} ask for. */
final class Logging {
  private Logging() {}

  /**
   * Opens the log of a run, and marks standard error where that is asked for.
   *
   * @return null when none is asked for
   * @throws ConfigurationFailure when it cannot be written
   * @throws UsageFailure when its form is unknown, or there is no log to have it
   */
  static LogFile open(Arguments read, Environment environment, ErrorStream errors) {
    LogForm form = read.value(Option.LOG_FORMAT).map(LogForm::named).orElse(null);
    if (form == LogForm.SYSLOG) {
      errors.mark();
    }
    if (!read.has(Option.LOG_FILE)) {
      return none(form);
    }
    String file = read.value(Option.LOG_FILE).orElseThrow();
    return LogFile.open(environment.resolve(file), form == null ? LogForm.TEXT : form);
  }

  private static LogFile none(LogForm form) {
    if (form != null && form != LogForm.SYSLOG) {
      throw new UsageFailure("--log-format needs --log-file FILE", null);
    }
    return null;
  }
}
