package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.context.Environment;
import io.vmcaster.model.Item.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The actions, in the order of the help, and picocli's model of them: what a command line is parsed
 * by, and what help, completion and manual page are made from. To add an action is to add a class
 * and a line here.
 *
 * <p>The names of their flags are constants, which the compiler copies into this class: a run loads
 * the classes of those actions alone that its command line names.
 */
public final class Commands {

  private final List<Command> made = new ArrayList<>();
  private final String[] words;
  private final Options options;

  private Commands(String[] words, Options options) {
    this.words = words;
    this.options = options;
  }

  /** Every action. */
  static List<Command> all(Options options) {
    return new Commands(null, options).make();
  }

  /**
   * The actions whose flags are among the words of a command line, and what may be part of them.
   */
  static List<Command> named(String[] words, Options options) {
    return new Commands(words, options).make();
  }

  private List<Command> make() {
    looks();
    edits();
    if (asks(ImportList.SIGNED)) made.add(new ImportList(ImportList.SIGNED, options));
    if (asks(ImportList.JSON)) made.add(new ImportList(ImportList.JSON, options));
    if (asks(ImportList.PUBLISHED)) made.add(new ImportList(ImportList.PUBLISHED, options));
    if (asks(CheckList.NAMES)) made.add(new CheckList(options));
    if (asks(VerifyList.NAMES)) made.add(new VerifyList(options));
    if (asks(ShowHistory.NAMES)) made.add(new ShowHistory(options));
    if (asks(ShowDiff.NAMES)) made.add(new ShowDiff(options));
    if (asks(RollBackList.NAMES)) made.add(new RollBackList(options));
    if (asks(PruneImages.NAMES)) made.add(new PruneImages(options));
    if (asks(ShowStatus.NAMES)) made.add(new ShowStatus(options));
    if (asks(RunDoctor.NAMES)) made.add(new RunDoctor(options));
    if (asks(CopyDatabase.NAMES)) made.add(new CopyDatabase(options));
    if (asks(PrintCompletion.NAMES)) made.add(new PrintCompletion(options));
    if (asks(PrintManual.NAMES)) made.add(new PrintManual(options));
    return made;
  }

  private void looks() {
    list(ListItems.ENDORSERS, Kind.ENDORSER);
    list(ListItems.PAIRS, Kind.LIST);
    list(ListItems.IMAGES, Kind.IMAGE);
    list(ListItems.LISTS, Kind.LIST);
    list(ListItems.IMAGES_OF, Kind.IMAGE);
    list(ListItems.ENDORSERS_OF, Kind.ENDORSER);
    show(ShowItem.ENDORSER, Kind.ENDORSER);
    show(ShowItem.LIST, Kind.LIST);
    show(ShowItem.IMAGE, Kind.IMAGE);
    showKeys(ShowKeys.ENDORSER, Kind.ENDORSER);
    showKeys(ShowKeys.LIST, Kind.LIST);
    showKeys(ShowKeys.IMAGE, Kind.IMAGE);
  }

  private void edits() {
    boolean upload = asks(UploadImage.NAMES);
    boolean image = upload || asks(AddImage.NAMES);
    add(AddItem.ENDORSER, Kind.ENDORSER);
    add(AddItem.LIST, Kind.LIST);
    SetKeys imageKeys =
        image || asks(SetKeys.IMAGE, SetKeys.IMAGE_FILE)
            ? new SetKeys(SetKeys.IMAGE, Kind.IMAGE, options)
            : null;
    AddImage add = image ? new AddImage(options, imageKeys) : null;
    if (image) made.add(add);
    delete(DeleteItem.ENDORSER, Kind.ENDORSER);
    delete(DeleteItem.LIST, Kind.LIST);
    delete(DeleteItem.IMAGE, Kind.IMAGE);
    if (asks(SetKeys.ENDORSER, SetKeys.ENDORSER_FILE))
      made.add(new SetKeys(SetKeys.ENDORSER, Kind.ENDORSER, options));
    if (asks(SetKeys.LIST, SetKeys.LIST_FILE))
      made.add(new SetKeys(SetKeys.LIST, Kind.LIST, options));
    if (imageKeys != null) made.add(imageKeys);
    deleteKeys(DeleteKeys.ENDORSER, Kind.ENDORSER);
    deleteKeys(DeleteKeys.LIST, Kind.LIST);
    deleteKeys(DeleteKeys.IMAGE, Kind.IMAGE);
    if (asks(ConnectItems.BIND)) made.add(new ConnectItems(ConnectItems.BIND, options));
    if (asks(ConnectItems.UNBIND)) made.add(new ConnectItems(ConnectItems.UNBIND, options));

    PublishLists publish = upload || asks(PublishLists.NAMES) ? new PublishLists(options) : null;
    if (upload) made.add(new UploadImage(options, add, publish));
    if (publish != null) made.add(publish);
  }

  private void list(String names, Kind kind) {
    if (asks(names)) made.add(new ListItems(names, kind, options));
  }

  private void show(String names, Kind kind) {
    if (asks(names)) made.add(new ShowItem(names, kind, options));
  }

  private void showKeys(String names, Kind kind) {
    if (asks(names)) made.add(new ShowKeys(names, kind, options));
  }

  private void add(String names, Kind kind) {
    if (asks(names)) made.add(new AddItem(names, kind, options));
  }

  private void delete(String names, Kind kind) {
    if (asks(names)) made.add(new DeleteItem(names, kind, options));
  }

  private void deleteKeys(String names, Kind kind) {
    if (asks(names)) made.add(new DeleteKeys(names, kind, options));
  }

  private boolean asks(String names, String moreNames) {
    return asks(names) || asks(moreNames);
  }

  /** Whether one of the words is one of these names, with or without a value. */
  private boolean asks(String names) {
    if (words == null) {
      return true;
    }
    for (String name : Flag.namesOf(names)) {
      for (String word : words) {
        if (word.startsWith(name)
            && (word.length() == name.length() || word.charAt(name.length()) == '=')) {
          return true;
        }
      }
    }
    return false;
  }

  /** The whole model, its options in groups under the headings of the help. */
  public static CommandSpec model() {
    Options options = new Options(Environment.ofProcess());
    return model(options, all(options), new ArrayList<>());
  }

  /**
   * The model of some actions.
   *
   * @param given receives what the command line gives
   */
  static CommandSpec model(Options options, List<Command> commands, List<Flag.Given> given) {
    Set<Flag> flags = new LinkedHashSet<>(options.selecting());
    for (Command command : commands) {
      flags.addAll(command.flags());
    }
    flags.addAll(options.settings().flags());
    flags.addAll(options.speaking());
    CommandSpec model = CommandSpec.wrapWithoutInspection(given).name("vmcaster");
    for (Heading heading : Heading.values()) {
      addGroup(model, heading, flags);
    }
    return model;
  }

  private static void addGroup(CommandSpec model, Heading heading, Set<Flag> flags) {
    // exclusive as it is by itself, picocli writes a synopsis of each group for a trace nobody
    // reads
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder().heading(heading.text()).validate(false).exclusive(false);
    for (Flag flag : flags) {
      if (flag.heading() == heading) {
        group.addArg(flag.spec());
      }
    }
    if (!group.args().isEmpty()) {
      model.addArgGroup(group.build());
    }
  }
}
