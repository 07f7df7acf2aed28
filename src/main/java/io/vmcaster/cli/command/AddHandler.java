package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.service.edit.ItemEditor;

/** Creates a list or an endorser. */
final class AddHandler implements Handler<Request.Add> {

  @Override
  public Result handle(Request.Add request, Session session) {
    return Edits.run(session, catalogue -> ItemEditor.add(catalogue, request.item()));
  }
}
