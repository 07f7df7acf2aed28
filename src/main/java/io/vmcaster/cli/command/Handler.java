package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;

/**
 * Does what one kind of request asks for.
 *
 * @param <R> the kind
 */
@FunctionalInterface
interface Handler<R extends Request> {

  /**
   * Does it.
   *
   * @throws io.vmcaster.error.Failure when it cannot be done
   */
  Result handle(R request, Session session);
}
