package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.service.MetadataValues;
import io.vmcaster.service.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Sets metadata: the first key gets the first value, and so on; files of values come first. */
final class SetKeys extends Command {

  static final String ENDORSER = "--endorser-key-set | --key-set-endorser";
  static final String LIST = "--imagelist-key-set | --key-set-imagelist";
  static final String IMAGE = "--image-key-set | --key-set-image";
  static final String ENDORSER_FILE = "--endorser-values";
  static final String LIST_FILE = "--imagelist-values";
  static final String IMAGE_FILE = "--image-values";

  /** Keys that lists, images and endorsers usually have, for completion. */
  static final List<String> USUAL =
      List.of(
          ("ad:group ad:mpuri ad:user:fullname ad:user:guid ad:user:uri ad:vo dc:creator"
                  + " dc:date:expires dc:description dc:source dc:title hv:ca hv:email hv:format"
                  + " hv:hypervisor hv:uri hv:version sl:arch sl:comments sl:os sl:osname"
                  + " sl:osversion")
              .split(" "));

  private static final int MAX_BYTES = 4_000_000;

  private final Item.Kind kind;
  private final Flag key;
  private final Flag values;
  private final Flag value;
  private final Flag valueFile;

  private SetKeys(Item.Kind kind, Options options, Flag key, Flag values, Flag value, Flag file) {
    super(options, key, values);
    this.kind = kind;
    this.key = key.takes("KEY").from(USUAL).repeatable();
    this.values = values.takes("FILE");
    this.value = value.takes("VALUE").orEmpty().repeatable();
    this.valueFile = file.takes("FILE").repeatable();
    needs(options.selecting(kind));
    takes(value, valueFile);
  }

  static SetKeys endorser(Options options) {
    return new SetKeys(
        Item.Kind.ENDORSER,
        options,
        edit(ENDORSER, "set a value of an endorser; key and value may be given several times"),
        file(ENDORSER_FILE),
        edit("--endorser-value | --key-value-endorser", "the value for --endorser-key-set"),
        valueFile("--endorser-value-file | --key-value-endorser-file"));
  }

  static SetKeys list(Options options) {
    return new SetKeys(
        Item.Kind.LIST,
        options,
        edit(LIST, "set a value of a list"),
        file(LIST_FILE),
        edit("--imagelist-value | --key-value-imagelist", "the value for --imagelist-key-set"),
        valueFile("--imagelist-value-file | --key-value-imagelist-file"));
  }

  static SetKeys image(Options options) {
    return new SetKeys(
        Item.Kind.IMAGE,
        options,
        edit(IMAGE, "set a value of an image"),
        file(IMAGE_FILE),
        edit("--image-value | --key-value-image", "the value for --image-key-set"),
        valueFile("--image-value-file | --key-value-image-file"));
  }

  private static Flag edit(String names, String description) {
    return Flag.of(Heading.EDIT, names, description);
  }

  private static Flag file(String name) {
    return edit(name, "set all values of a file, JSON or KEY = VALUE a line");
  }

  private static Flag valueFile(String names) {
    return edit(names, "the value, as the file holds it");
  }

  @Override
  public Result run(CommandContext context) {
    Selection selected = options.selected(kind);
    List<Map.Entry<String, JsonNode>> set = values(context);
    return done(context.editor().set(selected, set), context);
  }

  /** What is to be set, read from the files that the command line names. */
  List<Map.Entry<String, JsonNode>> values(CommandContext context) {
    List<String> keys = key.values();
    List<Flag.Given> given = givenValues();
    check(keys, given);
    List<Map.Entry<String, JsonNode>> set = new ArrayList<>();
    if (values.isGiven()) {
      String file = values.value().orElseThrow();
      String content = context.inputs().readText(file, MAX_BYTES);
      set.addAll(MetadataValues.read(kind, content, InputFiles.name(file)));
    }
    for (int i = 0; i < keys.size(); i++) {
      String text = given.get(i).value();
      set.add(
          MetadataValues.of(
              keys.get(i),
              given.get(i).flag() == value ? text : context.inputs().readText(text, MAX_BYTES)));
    }
    return set;
  }

  private List<Flag.Given> givenValues() {
    List<Flag.Given> given = new ArrayList<>(value.all());
    given.addAll(valueFile.all());
    given.sort(Comparator.comparingInt(Flag.Given::position));
    return given;
  }

  private void check(List<String> keys, List<Flag.Given> given) {
    for (int i = 0; i < keys.size(); i++) {
      MetadataValues.requireSettable(kind, keys.get(i));
      if (i >= given.size()) {
        throw new UsageFailure(
            key + " " + keys.get(i) + " lacks its value",
            "Add " + value.withValue() + " or " + valueFile.withValue() + ".");
      }
    }
    if (given.size() > keys.size()) {
      throw new UsageFailure(
          given.get(keys.size()).flag() + " lacks its key: " + key.withValue(), null);
    }
  }
}
