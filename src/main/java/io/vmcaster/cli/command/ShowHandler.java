package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.model.Dn;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Selections;

/** Prints an item as JSON. */
final class ShowHandler implements Handler<Request.Show> {

  @Override
  public Result handle(Request.Show request, Session session) {
    ReadTransaction catalogue = session.repository().catalogue();
    return new Result.Document(json(catalogue, Selections.item(catalogue, request.item())));
  }

  private static ObjectNode json(ReadTransaction catalogue, Item item) {
    if (item instanceof ListId list) {
      return catalogue.list(list).orElseThrow().toJson();
    }
    return item instanceof ImageId image
        ? catalogue.image(image).orElseThrow().toJson()
        : catalogue.endorser((Dn) item).orElseThrow().toJson();
  }
}
