package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.doc.ManualPage;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;

/** Prints the manual page. */
final class ManualHandler implements Handler<Request.Manual> {

  @Override
  public Result handle(Request.Manual request, Session session) {
    return new Result.Text(ManualPage.text().stripTrailing());
  }
}
