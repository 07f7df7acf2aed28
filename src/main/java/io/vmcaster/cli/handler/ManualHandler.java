package io.vmcaster.cli.handler;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.doc.ManualPage;
import io.vmcaster.cli.print.Result;
import io.vmcaster.cli.request.Request;

/** Prints the manual page. */
final class ManualHandler implements Handler<Request.Manual> {

  @Override
  public Result handle(Request.Manual request, Session session) {
    return new Result.Text(ManualPage.text().stripTrailing());
  }
}
