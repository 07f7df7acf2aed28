package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;

/** Fetches a published list, verifies it and imports it. */
final class DownloadHandler implements Handler<Request.Download> {

  @Override
  public Result handle(Request.Download request, Session session) {
    String source =
        request.url().orElseGet(() -> PublicLists.uri(request.list().orElseThrow(), session));
    byte[] message = PublicLists.fetch(source, session);
    return ImportHandler.importList(
        ImportHandler.verified(message, source, request.trusted(), session),
        request.force(),
        session);
  }
}
