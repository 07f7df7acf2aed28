package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Selections;

/** Prints the endorsers or images of a list. */
final class ListMembersHandler implements Handler<Request.ListMembers> {

  @Override
  public Result handle(Request.ListMembers request, Session session) {
    ReadTransaction catalogue = session.repository().catalogue();
    ImageList list = catalogue.list(Selections.list(catalogue, request.list())).orElseThrow();
    return ListItemsHandler.names(
        request.kind() == Item.Kind.IMAGE
            ? list.images().stream().map(Image::id).toList()
            : list.endorsers().stream().map(Endorser::dn).toList());
  }
}
