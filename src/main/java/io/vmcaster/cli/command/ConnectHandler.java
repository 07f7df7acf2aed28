package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.service.edit.ItemEditor;

/** Binds endorsers and images to a list. */
final class ConnectHandler implements Handler<Request.Connect> {

  @Override
  public Result handle(Request.Connect request, Session session) {
    return Edits.run(
        session, catalogue -> ItemEditor.connect(catalogue, request.list(), request.members()));
  }
}
