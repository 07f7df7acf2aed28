package io.vmcaster.cli.handler;

import io.vmcaster.cli.InputFiles;
import io.vmcaster.cli.Session;
import io.vmcaster.cli.print.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.service.imports.ListImport;
import io.vmcaster.service.imports.ListReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Imports a list from a file. */
final class ImportHandler implements Handler<Request.Import> {

  @Override
  public Result handle(Request.Import request, Session session) {
    String what = InputFiles.name(request.file());
    byte[] bytes = session.inputs().read(request.file(), ListReading.MAX_BYTES);
    ImageList list = ListReading.read(bytes, what);
    Edits.plan(session, catalogue -> ListImport.plan(catalogue, list, request.force()));
    return pairs(list);
  }

  static Result pairs(ImageList list) {
    List<Result.Pair> pairs = new ArrayList<>();
    for (Image image : list.images()) {
      pairs.add(new Result.Pair(list.id().text(), Optional.of(image.id().text())));
    }
    if (pairs.isEmpty()) {
      pairs.add(new Result.Pair(list.id().text(), Optional.empty()));
    }
    return new Result.Pairs(pairs);
  }
}
