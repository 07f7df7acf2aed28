package io.vmcaster.cli.command;

import io.vmcaster.cli.option.Flag;
import io.vmcaster.cli.option.Options;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Item;
import io.vmcaster.service.ListImporter;
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
        : context.viewer().uri(options.selection().selected(Item.Kind.LIST));
  }

  /** A list's message or document. */
  static byte[] fetch(String source, CommandContext context) {
    return source.equals("-")
        ? context.inputs().read(source, ListImporter.MAX_BYTES)
        : context.fetcher().fetch(source, ListImporter.MAX_BYTES);
  }
}
