package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.NewImage;
import io.vmcaster.service.edit.Plan;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Creates an image. */
final class AddImageHandler implements Handler<Request.AddImage> {

  @Override
  public Result handle(Request.AddImage request, Session session) {
    return Edits.run(session, planning(request, session));
  }

  /** Plans it, after the files that the values come from were read. */
  static Function<ReadTransaction, Plan> planning(Request.AddImage request, Session session) {
    List<Map.Entry<String, JsonNode>> values =
        GivenValues.read(Item.Kind.IMAGE, request.values(), session.inputs());
    return catalogue ->
        NewImage.plan(catalogue, (ImageId) request.image(), request.list(), request.like(), values);
  }
}
