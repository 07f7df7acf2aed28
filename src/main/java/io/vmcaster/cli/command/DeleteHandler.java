package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.service.edit.ItemEditor;

/** Deletes an item. */
final class DeleteHandler implements Handler<Request.Delete> {

  @Override
  public Result handle(Request.Delete request, Session session) {
    return Edits.run(session, catalogue -> ItemEditor.delete(catalogue, request.item()));
  }
}
