package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
import io.vmcaster.cli.request.Request;
import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Selection;
import io.vmcaster.service.edit.Selections;
import io.vmcaster.service.imports.ListReading;
import java.time.Duration;

/** Finds and fetches published lists, of ours and of others. */
final class PublicLists {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private PublicLists() {}

  static Fetcher fetcher(Session session) {
    return session.fetcher(TIMEOUT);
  }

  /** Where what is to be looked at is: a file or URL as it was named, or a list's hv:uri. */
  static String source(Request.Target target, Session session) {
    return target.source().orElseGet(() -> uri(target.list().orElseThrow(), session));
  }

  /** Where a list of ours is published. */
  static String uri(Selection selection, Session session) {
    ReadTransaction catalogue = session.repository().catalogue();
    ListId list = Selections.list(catalogue, selection);
    return catalogue
        .metadata(list)
        .flatMap(metadata -> Json.text(metadata, Keys.URI))
        .orElseThrow(
            () -> new InvalidDataFailure("list " + list + " has no hv:uri to fetch it from", null));
  }

  /** A list's message or document. */
  static byte[] fetch(String source, Session session) {
    return source.equals("-")
        ? session.inputs().read(source, ListReading.MAX_BYTES)
        : fetcher(session).fetch(source, ListReading.MAX_BYTES);
  }
}
