package io.vmcaster.cli.command;

import io.vmcaster.cli.InputFiles;
import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.service.imports.ListImport;
import io.vmcaster.service.imports.ListReading;
import io.vmcaster.service.imports.SignerTrust;
import io.vmcaster.signing.SignedList;
import io.vmcaster.signing.SignedListReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Imports a list from a file. */
final class ImportHandler implements Handler<Request.Import> {

  @Override
  public Result handle(Request.Import request, Session session) {
    String what = InputFiles.name(request.file());
    byte[] bytes = session.inputs().read(request.file(), ListReading.MAX_BYTES);
    ImageList list =
        request.signed()
            ? verified(bytes, what, request.trusted(), session)
            : ListReading.read(bytes, what);
    return importList(list, request.force(), session);
  }

  /** A signed list whose signature is right, and whose signer is trusted if that is asked for. */
  static ImageList verified(byte[] message, String what, boolean trusted, Session session) {
    SignedList signed = SignedListReader.read(message, what);
    ImageList list = ListReading.read(signed.content(), what);
    SignerTrust trust =
        SignerTrust.of(signed, session.settings().trustAnchors().map(found -> found.value()));
    trust.tell(list, session.messages());
    if (trusted) {
      trust.require(what);
    }
    return list;
  }

  /** Imports what was read, and prints its pairs. */
  static Result importList(ImageList list, boolean force, Session session) {
    Edits.plan(session, catalogue -> ListImport.plan(catalogue, list, force));
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
