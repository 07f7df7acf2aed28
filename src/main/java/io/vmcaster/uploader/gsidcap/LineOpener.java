package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.ServerUrl;
import java.io.IOException;

/** Makes the line to a door, on a connection that stands. */
@FunctionalInterface
interface LineOpener {

  /**
   * Makes sure that what a line needs of this side is there and good, before anything is sent.
   *
   * @throws io.vmcaster.error.Failure.TrustFailure when it is not
   */
  default void prepare() {}

  /**
   * Makes a line that is ready for commands.
   *
   * @param channel the connection, which the caller closes when this fails
   * @throws io.vmcaster.error.Failure.TrustFailure when one side does not prove who it is
   */
  ControlLine open(TimedChannel channel, ServerUrl door, Timeouts timeouts) throws IOException;

  /** Lines without any proof. */
  LineOpener PLAIN = (channel, door, timeouts) -> new PlainLine(channel, timeouts.answer());
}
