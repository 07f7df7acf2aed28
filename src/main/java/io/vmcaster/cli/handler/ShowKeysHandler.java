package io.vmcaster.cli.handler;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.print.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.repository.Catalogue;
import io.vmcaster.service.edit.Selections;

/** Prints the metadata of an item. */
final class ShowKeysHandler implements Handler<Request.ShowKeys> {

  @Override
  public Result handle(Request.ShowKeys request, Session session) {
    Catalogue catalogue = session.repository().catalogue();
    return new Result.Metadata(
        catalogue.metadata(Selections.item(catalogue, request.item())).orElseThrow());
  }
}
