package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.model.Item;
import io.vmcaster.repository.ReadTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prints the identifiers of a kind. */
final class ListItemsHandler implements Handler<Request.ListItems> {

  @Override
  public Result handle(Request.ListItems request, Session session) {
    ReadTransaction catalogue = session.repository().catalogue();
    if (request.pairs()) {
      return pairs(catalogue.bindings());
    }
    return names(
        switch (request.kind()) {
          case LIST -> catalogue.lists();
          case IMAGE -> catalogue.images();
          case ENDORSER -> catalogue.endorsers();
        });
  }

  static Result.Names names(List<? extends Item> items) {
    List<String> names = new ArrayList<>(items.size());
    for (Item item : items) {
      names.add(item.text());
    }
    return new Result.Names(names);
  }

  private static Result.Pairs pairs(List<ReadTransaction.Binding> bindings) {
    List<Result.Pair> pairs = new ArrayList<>(bindings.size());
    for (ReadTransaction.Binding binding : bindings) {
      Optional<String> image =
          binding.image().isPresent()
              ? Optional.of(binding.image().get().text())
              : Optional.empty();
      pairs.add(new Result.Pair(binding.list().text(), image));
    }
    return new Result.Pairs(pairs);
  }
}
