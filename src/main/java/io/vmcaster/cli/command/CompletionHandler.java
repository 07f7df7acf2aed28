package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.doc.BashCompletion;
import io.vmcaster.cli.doc.ZshCompletion;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;

/** Prints the completion for a shell. */
final class CompletionHandler implements Handler<Request.Completion> {

  @Override
  public Result handle(Request.Completion request, Session session) {
    String text = request.shell().equals("zsh") ? ZshCompletion.text() : BashCompletion.text();
    return new Result.Text(text.stripTrailing());
  }
}
