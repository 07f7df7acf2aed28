package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.option.Settings;
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

  static final String SIGNED = "--imagelist-import-smime | --import-imagelist-smime";
  static final String JSON = "--imagelist-import-json | --import-imagelist-json";
  static final String PUBLISHED = "--imagelist-download | --download-imagelist";

  private final Source source;

  private ImportList(Source source, Flag flag, Options options) {
    super(options, flag);
    this.source = source;
  }

  static ImportList signed(Options options) {
    Flag flag = Flag.of(Heading.IMPORT, SIGNED, "import a signed list; - is standard input");
    ImportList command = new ImportList(Source.SIGNED, flag.takes("FILE"), options);
    command.takes(options.force, options.trusted);
    return command;
  }

  static ImportList json(Options options) {
    Flag flag = Flag.of(Heading.IMPORT, JSON, "import a list that is not signed");
    ImportList command = new ImportList(Source.JSON, flag.takes("FILE"), options);
    command.takes(options.force);
    return command;
  }

  static ImportList published(Options options) {
    Flag flag =
        Flag.of(Heading.IMPORT, PUBLISHED, "fetch the published list, verify and import it");
    ImportList command = new ImportList(Source.PUBLISHED, flag.mayTake("URL"), options);
    command.takes(options.imagelist, options.force, options.trusted);
    return command;
  }

  @Override
  public Result run(CommandContext context) {
    String from = from(context);
    byte[] content =
        source == Source.PUBLISHED
            ? context.inputs().readList(from, context)
            : context.inputs().read(from, ListImporter.MAX_BYTES);
    String what = source == Source.PUBLISHED ? from : InputFiles.name(from);
    ListImporter importer = new ListImporter(context.editor(), options.force.isGiven());
    ImageList list =
        source == Source.JSON
            ? importer.unsigned(content, what)
            : importer.signed(
                content,
                what,
                context.settings().trustAnchors().map(Settings.Found::value),
                options.trusted.isGiven(),
                context.messages());
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

  /** Where a list comes from. */
  private enum Source {
    SIGNED,
    JSON,
    PUBLISHED
  }
}
