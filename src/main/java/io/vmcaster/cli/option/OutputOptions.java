package io.vmcaster.cli.option;

import io.vmcaster.cli.output.ConsoleMessages.Verbosity;
import java.util.List;

/** How the program speaks, and whether it asks and writes. */
public final class OutputOptions {

  /** {@code --json}. */
  public final Flag json =
      Flag.of(Flag.Heading.OUTPUT, "--json", "print one JSON document, on failure too");

  /** {@code --dry-run}. */
  public final Flag dryRun =
      Flag.of(Flag.Heading.OUTPUT, "--dry-run", "do everything but write, and say what would be");

  /** {@code --yes}. */
  public final Flag yes =
      Flag.of(Flag.Heading.OUTPUT, "--yes", "do not ask before pruning or rolling back");

  /** {@code --debug}. */
  public final Flag debug =
      Flag.of(
          Flag.Heading.OUTPUT,
          "--debug",
          "say everything, with traces of failures, and what libraries do");

  /** {@code --log-file}. */
  public final Flag logFile =
      Flag.of(Flag.Heading.OUTPUT, "--log-file", "write what is said to a file, too").takes("FILE");

  /** {@code --log-format}. */
  public final Flag logFormat =
      Flag.of(
              Flag.Heading.OUTPUT,
              "--log-format",
              "its lines: text, json or syslog (on standard error, too, as by itself under"
                  + " systemd)")
          .takes("FORMAT")
          .from(List.of("json", "syslog", "text"));

  /** {@code --version}. */
  public final Flag version = Flag.of(Flag.Heading.OUTPUT, "--version", "print the version");

  /** {@code --help}. */
  public final Flag help = Flag.of(Flag.Heading.OUTPUT, "-h --help", "print this help");

  private final Flag verbose =
      Flag.of(
              Flag.Heading.OUTPUT,
              "-v --verbose",
              "say more, and what libraries warn of; -vv: all they say")
          .repeatable();
  private final Flag quiet =
      Flag.of(Flag.Heading.OUTPUT, "-q --quiet", "say nothing but errors").repeatable();

  /** What only the original understood, and a script may still say. */
  private final Flag logConfiguration =
      Flag.of(Flag.Heading.OUTPUT, "-L | --logcfg", "").takes("FILE");

  private final Flag downloadFlags =
      Flag.of(Flag.Heading.OUTPUT, "--download-imagelist-flags", "").takes("FLAGS");

  OutputOptions() {}

  /** All of them. */
  public List<Flag> flags() {
    return List.of(
        json,
        dryRun,
        yes,
        verbose,
        quiet,
        debug,
        logFile,
        logFormat,
        version,
        help,
        logConfiguration,
        downloadFlags);
  }

  /** Those that mean nothing any more. */
  public List<Flag> ignored() {
    return List.of(logConfiguration, downloadFlags);
  }

  /** How much is said; more beats less when they are even. */
  public Verbosity verbosity() {
    int louder = verbose.count() - quiet.count();
    if (debug.isGiven() || louder > 1) {
      return Verbosity.DEBUG;
    }
    if (louder > 0) {
      return Verbosity.VERBOSE;
    }
    return louder < 0 ? Verbosity.QUIET : Verbosity.NORMAL;
  }
}
