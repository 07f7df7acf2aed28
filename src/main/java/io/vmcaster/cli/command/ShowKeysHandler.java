package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Selections;

/** Prints the metadata of an item. */
final class ShowKeysHandler implements Handler<Request.ShowKeys> {

  @Override
  public Result handle(Request.ShowKeys request, Session session) {
    ReadTransaction catalogue = session.repository().catalogue();
    return new Result.Metadata(
        catalogue.metadata(Selections.item(catalogue, request.item())).orElseThrow());
  }
}
