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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sets metadata: the first key gets the first value, and so on; files of values come first. */
final class SetKeys extends Command {

  static final String ENDORSER =
      "--endorser-key-set | --key-set-endorser: set a value of an endorser; key and"
          + " value may be given several times";
  static final String LIST = "--imagelist-key-set | --key-set-imagelist: set a value of a list";
  static final String IMAGE = "--image-key-set | --key-set-image: set a value of an image";
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

  /** One of the names above, and a file's, for items of a kind. */
  SetKeys(String names, Item.Kind kind, Options options) {
    super(
        options,
        edit(names),
        edit(Names.of(kind).values + ": set all values of a file, JSON or KEY = VALUE a line"));
    this.kind = kind;
    this.key = triggers().get(0).takes("KEY").from(USUAL).repeatable();
    this.values = triggers().get(1).takes("FILE");
    Names own = Names.of(kind);
    this.value = edit(own.value + ": the value for " + key).takes("VALUE").orEmpty().repeatable();
    this.valueFile =
        edit(own.valueFile + ": the value, as the file holds it").takes("FILE").repeatable();
    needs(options.selecting(kind));
    takes(value, valueFile);
  }

  /** What its options are called. */
  private record Names(String values, String value, String valueFile) {
    static Names of(Item.Kind kind) {
      return switch (kind) {
        case ENDORSER ->
            new Names(
                ENDORSER_FILE,
                "--endorser-value | --key-value-endorser",
                "--endorser-value-file | --key-value-endorser-file");
        case LIST ->
            new Names(
                LIST_FILE,
                "--imagelist-value | --key-value-imagelist",
                "--imagelist-value-file | --key-value-imagelist-file");
        case IMAGE ->
            new Names(
                IMAGE_FILE,
                "--image-value | --key-value-image",
                "--image-value-file | --key-value-image-file");
      };
    }
  }

  private static Flag edit(String declaration) {
    return new Flag(Heading.EDIT, declaration);
  }

  @Override
  public Result run(CommandContext context) {
    Selection selected = options.selected(kind);
    Map<String, JsonNode> set = values(context);
    return done(context.editor().set(selected, set), context);
  }

  /** What is to be set, read from the files that the command line names. */
  Map<String, JsonNode> values(CommandContext context) {
    List<String> keys = key.values();
    List<Flag.Given> given = new ArrayList<>(value.all());
    given.addAll(valueFile.all());
    given.sort(Comparator.comparingInt(Flag.Given::position));
    check(keys, given);
    Map<String, JsonNode> set = new LinkedHashMap<>();
    if (values.isGiven()) {
      String file = values.value().orElseThrow();
      String all = context.inputs().readText(file, MAX_BYTES);
      set.putAll(MetadataValues.read(kind, all, InputFiles.name(file)));
    }
    for (int i = 0; i < keys.size(); i++) {
      String text = given.get(i).value();
      boolean literal = given.get(i).flag() == value;
      String content = literal ? text : context.inputs().readText(text, MAX_BYTES);
      set.put(keys.get(i), MetadataValues.of(keys.get(i), content));
    }
    return set;
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
