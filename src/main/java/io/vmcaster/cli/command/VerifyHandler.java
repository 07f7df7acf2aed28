package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.request.Request;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.TemporaryFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Repository;
import io.vmcaster.service.verify.ImageVerification;
import io.vmcaster.service.verify.ListVerification;
import java.util.Optional;

/** Does what a strict subscriber does, and tells of each check. */
final class VerifyHandler implements Handler<Request.Verify> {

  @Override
  public Result handle(Request.Verify request, Session session) {
    String source = PublicLists.source(request.target(), session);
    byte[] message = PublicLists.fetch(source, session);
    ListVerification verification =
        new ListVerification(
            session.settings().trustAnchors().map(found -> found.value()), session.run().now());
    verification
        .look(message, source)
        .ifPresent(list -> lookFurther(list, request.images(), verification, session));
    return Checks.report(verification.checks(), ExitStatus.INVALID);
  }

  private static void lookFurther(
      ImageList list, boolean images, ListVerification verification, Session session) {
    verification.lookAtVersion(list, ours(list, session));
    if (images) {
      ImageVerification download =
          new ImageVerification(PublicLists.fetcher(session), session.progress());
      list.images().forEach(image -> download.look(image, verification));
    }
  }

  /** The version that the database has, if it has the list; other people's lists need none. */
  private static Optional<Version> ours(ImageList list, Session session) {
    try (Repository repository = session.glance()) {
      return repository.catalogue().list(list.id()).flatMap(ImageList::version);
    } catch (ConfigurationFailure | TemporaryFailure e) {
      session.messages().warn("the version is not compared with ours: " + e.getMessage());
      return Optional.empty();
    }
  }
}
