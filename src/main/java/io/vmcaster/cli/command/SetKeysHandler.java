package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.service.edit.MetadataEditor;
import java.util.List;
import java.util.Map;

/** Sets metadata. */
final class SetKeysHandler implements Handler<Request.SetKeys> {

  @Override
  public Result handle(Request.SetKeys request, Session session) {
    List<Map.Entry<String, JsonNode>> values =
        GivenValues.read(request.item().kind(), request.values(), session.inputs());
    return Edits.run(session, catalogue -> MetadataEditor.set(catalogue, request.item(), values));
  }
}
