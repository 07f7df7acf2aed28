package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.service.edit.ItemEditor;

/** Unbinds endorsers and images from a list. */
final class DisconnectHandler implements Handler<Request.Disconnect> {

  @Override
  public Result handle(Request.Disconnect request, Session session) {
    return Edits.run(
        session, catalogue -> ItemEditor.disconnect(catalogue, request.list(), request.members()));
  }
}
