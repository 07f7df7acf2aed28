package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.service.edit.MetadataEditor;

/** Removes metadata. */
final class RemoveKeysHandler implements Handler<Request.RemoveKeys> {

  @Override
  public Result handle(Request.RemoveKeys request, Session session) {
    return Edits.run(
        session, catalogue -> MetadataEditor.remove(catalogue, request.item(), request.keys()));
  }
}
