package io.vmcaster.cli.handler;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.print.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.service.edit.ItemEditor;

/** Creates a list or an endorser. */
final class AddHandler implements Handler<Request.Add> {

  @Override
  public Result handle(Request.Add request, Session session) {
    return Edits.run(session, catalogue -> ItemEditor.add(catalogue, request.item()));
  }
}
