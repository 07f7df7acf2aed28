package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Options;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Selection;
import io.vmcaster.service.edit.Selections;
import io.vmcaster.service.imports.ListReading;
import java.util.Optional;

/** Finds and fetches published lists, of ours and of others. */
final class PublicLists {

  private PublicLists() {}

  /**
   * Makes sure that an action is told of one list: by its own value, or by the selection.
   *
   * @throws UsageFailure when there is none, or both
   */
  static void requireOne(Flag action, Options options) {
    boolean named = action.value().isPresent();
    if (named == options.selection().imagelist.isGiven()) {
      throw new UsageFailure(
          named
              ? action + " takes a file or URL, or --imagelist UUID, not both"
              : action + " needs --imagelist UUID, or a file or URL",
          null);
    }
  }

  /** Where what is to be looked at is: a file or URL as it was named, or a list's hv:uri. */
  static String source(Flag action, Options options, CommandContext context) {
    requireOne(action, options);
    Optional<String> named = action.value();
    return named.isPresent()
        ? named.get()
        : uri(options.selection().selected(Item.Kind.LIST), context);
  }

  /** Where a list of ours is published. */
  static String uri(Selection selection, CommandContext context) {
    ReadTransaction catalogue = context.repository().look();
    ListId list = Selections.list(catalogue, selection);
    return catalogue
        .metadata(list)
        .flatMap(metadata -> Json.text(metadata, Keys.URI))
        .orElseThrow(
            () -> new InvalidDataFailure("list " + list + " has no hv:uri to fetch it from", null));
  }

  /** A list's message or document. */
  static byte[] fetch(String source, CommandContext context) {
    return source.equals("-")
        ? context.inputs().read(source, ListReading.MAX_BYTES)
        : context.fetcher().fetch(source, ListReading.MAX_BYTES);
  }
}
