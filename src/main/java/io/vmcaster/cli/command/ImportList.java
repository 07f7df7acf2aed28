package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.service.ListImporter;
import io.vmcaster.service.Selection;
import java.util.Map;
import java.util.Optional;

/** Imports a list: signed or not from a file, or signed from where it is published. */
final class ImportList extends Command {

  static final String SIGNED =
      "--imagelist-import-smime | --import-imagelist-smime: import a signed list; -"
          + " is standard input";
  static final String JSON =
      "--imagelist-import-json | --import-imagelist-json: import a list that is not signed";
  static final String PUBLISHED =
      "--imagelist-download | --download-imagelist: fetch the published list, verify"
          + " and import it";

  /** One of the names above; what it imports must be signed, but for {@link #JSON}. */
  ImportList(String names, Options options) {
    super(options, new Flag(Heading.IMPORT, names));
    if (is(PUBLISHED)) {
      trigger().mayTake("URL");
      takes(options.imagelist, options.force, options.trusted);
    } else if (is(SIGNED)) {
      trigger().takes("FILE");
      takes(options.force, options.trusted);
    } else {
      trigger().takes("FILE");
      takes(options.force);
    }
  }

  @Override
  public Result run(CommandContext context) {
    String from = from(context);
    boolean fetched = is(PUBLISHED);
    byte[] content =
        fetched
            ? context.inputs().readList(from, context)
            : context.inputs().read(from, ListImporter.MAX_BYTES);
    String what = fetched ? from : InputFiles.name(from);
    ListImporter importer = new ListImporter(context.editor(), options.force.isGiven());
    ImageList list =
        is(JSON)
            ? importer.unsigned(content, what)
            : importer.signed(
                content, what, context.anchors(), options.trusted.isGiven(), context.messages());
    return Result.pairs(Map.of(list.id(), list.images().stream().map(Image::id).toList()));
  }

  private String from(CommandContext context) {
    Optional<String> named = trigger().value();
    Optional<Selection> list = options.selection(Item.Kind.LIST);
    if (named.isEmpty() && list.isEmpty()) {
      throw new UsageFailure(trigger() + " needs a URL or --imagelist UUID", null);
    }
    return named.orElseGet(() -> context.viewer().uri(list.orElseThrow()));
  }
}
