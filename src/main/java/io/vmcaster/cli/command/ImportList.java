package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Flag.Heading;
import io.vmcaster.cli.option.Options;
import io.vmcaster.cli.option.TransferOptions;
import io.vmcaster.cli.output.Result;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.service.edit.Selection;
import io.vmcaster.service.imports.ListImport;
import io.vmcaster.service.imports.ListReading;
import io.vmcaster.service.imports.SignerTrust;
import io.vmcaster.signing.SignedList;
import io.vmcaster.signing.SignedListReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Imports a list: signed or not from a file, or signed from where it is published. */
final class ImportList extends Command {

  static final String SIGNED = "--imagelist-import-smime | --import-imagelist-smime";
  static final String JSON = "--imagelist-import-json | --import-imagelist-json";
  static final String PUBLISHED = "--imagelist-download | --download-imagelist";

  private final Source source;
  private final Options options;
  private final TransferOptions transfer;

  private ImportList(Source source, Flag flag, Options options) {
    super(flag);
    this.source = source;
    this.options = options;
    this.transfer = options.transfer();
  }

  static ImportList signed(Options options) {
    Flag flag = Flag.of(Heading.IMPORT, SIGNED, "import a signed list; - is standard input");
    ImportList command = new ImportList(Source.SIGNED, flag.takes("FILE"), options);
    command.takes(command.transfer.force, command.transfer.trusted);
    return command;
  }

  static ImportList json(Options options) {
    Flag flag = Flag.of(Heading.IMPORT, JSON, "import a list that is not signed");
    ImportList command = new ImportList(Source.JSON, flag.takes("FILE"), options);
    command.takes(command.transfer.force);
    return command;
  }

  static ImportList published(Options options) {
    Flag flag =
        Flag.of(Heading.IMPORT, PUBLISHED, "fetch the published list, verify and import it");
    ImportList command = new ImportList(Source.PUBLISHED, flag.mayTake("URL"), options);
    command.takes(options.selection().imagelist, command.transfer.force, command.transfer.trusted);
    return command;
  }

  @Override
  public Result run(CommandContext context) {
    ImageList list =
        switch (source) {
          case SIGNED -> verified(content(context), name(), context);
          case JSON -> ListReading.read(content(context), name());
          case PUBLISHED -> download(context);
        };
    boolean force = transfer.force.isGiven();
    Edits.plan(context, catalogue -> ListImport.plan(catalogue, list, force));
    return pairs(list);
  }

  private byte[] content(CommandContext context) {
    return context.inputs().read(trigger().value().orElseThrow(), ListReading.MAX_BYTES);
  }

  private String name() {
    return InputFiles.name(trigger().value().orElseThrow());
  }

  private ImageList download(CommandContext context) {
    Optional<String> url = trigger().value();
    Optional<Selection> list = options.selection().selection(Item.Kind.LIST);
    if (url.isEmpty() && list.isEmpty()) {
      throw new UsageFailure(trigger() + " needs a URL or --imagelist UUID", null);
    }
    String from = url.orElseGet(() -> PublicLists.uri(list.orElseThrow(), context));
    return verified(PublicLists.fetch(from, context), from, context);
  }

  /** A signed list whose signature is right, and whose signer is trusted if that is asked for. */
  private ImageList verified(byte[] message, String what, CommandContext context) {
    SignedList signed = SignedListReader.read(message, what);
    ImageList list = ListReading.read(signed.content(), what);
    SignerTrust trust =
        SignerTrust.of(signed, context.settings().trustAnchors().map(found -> found.value()));
    trust.tell(list, context.messages());
    if (transfer.trusted.isGiven()) {
      trust.require(what);
    }
    return list;
  }

  private static Result pairs(ImageList list) {
    List<Result.Pair> pairs = new ArrayList<>();
    for (Image image : list.images()) {
      pairs.add(new Result.Pair(list.id().text(), Optional.of(image.id().text())));
    }
    if (pairs.isEmpty()) {
      pairs.add(new Result.Pair(list.id().text(), Optional.empty()));
    }
    return Result.pairs(pairs);
  }

  /** Where a list comes from. */
  private enum Source {
    SIGNED,
    JSON,
    PUBLISHED
  }
}
