package io.vmcaster.cli.option;

import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.output.ConsoleMessages.Verbosity;
import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.service.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options that commands share. What belongs to one command alone is declared there. */
public final class Options {

  private static final int MOST_DAYS = 1_000_000;

  // which items an action is about

  public final Flag endorser =
      new Flag(Heading.SELECT, "--endorser | --select-endorser: the endorser").takes("DN");

  public final Flag imagelist =
      new Flag(
              Heading.SELECT,
              "--imagelist | --select-imagelist: the image list; the first eight characters"
                  + " will do if no other list has them")
          .takes("UUID");

  public final Flag image =
      new Flag(Heading.SELECT, "--image | --select-image: the image, likewise").takes("UUID");

  // what commands share that bring lists in, or images and lists out

  public final Flag force =
      new Flag(
          Heading.IMPORT,
          "--force: import what is older than what is here; publish over a list that is"
              + " newer than ours; upload what is not a whole image");

  public final Flag trusted =
      new Flag(
          Heading.IMPORT, "--trusted: refuse a list whose signer the trust anchors do not know");

  public final Flag renewDays =
      new Flag(
              Heading.PUBLISH,
              "--renew-days: how many days before its end a list is published again (7)")
          .takes("DAYS");

  public final Flag noCheckImages =
      new Flag(
          Heading.PUBLISH,
          "--no-check-images: publish without asking the servers for the list's images");

  /** {@code --flag}: hints of the original for its uploaders, which ours do not need. */
  public final Flag hint = new Flag(Heading.PUBLISH, "--flag").takes("HINT").repeatable();

  // how the program speaks, and whether it asks and writes

  private final List<Flag> speaking = new ArrayList<>();

  public final Flag json = output("--json: print one JSON document, on failure too");
  public final Flag dryRun = output("--dry-run: do everything but write, and say what would be");
  public final Flag yes =
      output(
          "--yes: do not ask before pruning or rolling back; without a terminal nothing is asked");

  private final Flag verbose =
      output("-v --verbose: say more, and what libraries warn of; -vv: all they say").repeatable();
  private final Flag quiet = output("-q --quiet: say nothing but errors").repeatable();

  public final Flag debug =
      output("--debug: say everything, with traces of failures, and what libraries do");
  public final Flag logFile = output("--log-file: write what is said to a file, too").takes("FILE");
  public final Flag logFormat =
      output(
              "--log-format: its lines: text, json or syslog (on standard error, too, as by"
                  + " itself under systemd)")
          .takes("FORMAT")
          .from(List.of("json", "syslog", "text"));
  public final Flag version = output("--version: print the version");
  public final Flag help = output("-h --help: print this help");

  private final Settings settings;

  /**
   * The options of one command line.
   *
   * @param environment whose variables stand in for some of them
   */
  public Options(Environment environment) {
    settings = new Settings(environment);
    // what only the original understood, and a script may still say
    output("-L | --logcfg").takes("FILE");
    output("--download-imagelist-flags").takes("FLAGS");
  }

  private Flag output(String declaration) {
    Flag flag = new Flag(Heading.OUTPUT, declaration);
    speaking.add(flag);
    return flag;
  }

  /** Where things are, and how long to wait. */
  public Settings settings() {
    return settings;
  }

  /** Those that select items. */
  public List<Flag> selecting() {
    return List.of(endorser, imagelist, image);
  }

  /** Those that say how the program speaks; the hidden ones among them mean nothing any more. */
  public List<Flag> speaking() {
    return speaking;
  }

  /** The option that selects items of a kind. */
  public Flag selecting(Item.Kind kind) {
    return switch (kind) {
      case LIST -> imagelist;
      case IMAGE -> image;
      case ENDORSER -> endorser;
    };
  }

  /** The selected item of a kind, if any. */
  public Optional<Selection> selection(Item.Kind kind) {
    return selecting(kind).value().map(text -> new Selection(kind, text));
  }

  /** The selected item of a kind, which was found to be given. */
  public Selection selected(Item.Kind kind) {
    return selection(kind).orElseThrow();
  }

  /** The item that an action names as its own value, or that is selected. */
  public Selection selected(Item.Kind kind, Flag action) {
    return new Selection(kind, named(kind, action));
  }

  /**
   * The identifier that stands as an action's own value, or as the selection.
   *
   * @throws UsageFailure when both are given and differ
   */
  public String named(Item.Kind kind, Flag action) {
    Flag selecting = selecting(kind);
    Optional<String> own = action == selecting ? Optional.empty() : action.value();
    Optional<String> other = selecting.value();
    if (own.isPresent() && other.isPresent() && !own.equals(other)) {
      throw new UsageFailure(
          action + " and " + selecting + " name different things", "Give one of them.");
    }
    return own.isPresent() ? own.get() : other.orElseThrow();
  }

  /**
   * Makes sure that an action is told of one list: by its own value, or by the selection.
   *
   * @throws UsageFailure when there is none, or both
   */
  public void requireOneList(Flag action) {
    boolean named = action.value().isPresent();
    if (named == imagelist.isGiven()) {
      throw new UsageFailure(
          named
              ? action + " takes a file or URL, or --imagelist UUID, not both"
              : action + " needs --imagelist UUID, or a file or URL",
          null);
    }
  }

  /** How many days before its end a list is to be renewed. */
  public int renewDaysOrUsual() {
    return renewDays.number(0, MOST_DAYS).orElse(7);
  }

  /** How much is said; more beats less when they are even. */
  public Verbosity verbosity() {
    int level = debug.isGiven() ? 3 : 1 + verbose.all().size() - quiet.all().size();
    return List.of(Verbosity.values()).get(Math.max(0, Math.min(level, 3)));
  }
}
