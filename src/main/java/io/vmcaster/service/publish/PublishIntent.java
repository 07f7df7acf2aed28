package io.vmcaster.service.publish;

import static java.util.Map.entry;

import io.vmcaster.model.Dn;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.Publication;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** A publication as it is written down before it is begun: all that is needed to finish it. */
final class PublishIntent {

  private static final String ACTION = "publish";

  private final Intent intent;

  private PublishIntent(Intent intent) {
    this.intent = intent;
  }

  /** Whether an intent is one of these. */
  static boolean is(Intent intent) {
    return Json.text(intent.details(), "action").filter(ACTION::equals).isPresent();
  }

  static PublishIntent read(Intent intent) {
    return new PublishIntent(intent);
  }

  /** What is to be written down for a draft. */
  static Intent of(
      Draft draft,
      String uri,
      String temporary,
      String summary,
      boolean restores,
      Instant now,
      String owner) {
    return new Intent(
        0,
        draft.list().id(),
        now,
        owner,
        Json.object(
            Map.ofEntries(
                entry("action", Json.of(ACTION)),
                entry("uri", Json.of(uri)),
                entry("temporary", Json.of(temporary)),
                entry("version", Json.of(draft.version().text())),
                entry("created", Json.of(Timestamps.format(draft.created()))),
                entry("expires", Json.of(Timestamps.format(draft.expires()))),
                entry("signer", Json.of(draft.signer().text())),
                entry("summary", Json.of(summary)),
                entry("restores", Json.of(restores)),
                entry(
                    "message", Json.of(new String(draft.message(), StandardCharsets.US_ASCII))))));
  }

  Intent intent() {
    return intent;
  }

  ListId list() {
    return (ListId) intent.item();
  }

  String uri() {
    return detail("uri");
  }

  /** The temporary file's name in the directory of the list. */
  String temporary() {
    return detail("temporary");
  }

  Version version() {
    return new Version(detail("version"));
  }

  String created() {
    return detail("created");
  }

  String expires() {
    return detail("expires");
  }

  /** Whether the database is to say what the message says once it is public. */
  boolean restores() {
    return detail("restores").equals("true");
  }

  byte[] message() {
    return detail("message").getBytes(StandardCharsets.US_ASCII);
  }

  /** What goes into the history once it is public. */
  Publication publication(Instant at) {
    return new Publication(
        0,
        list(),
        version(),
        at,
        Timestamps.parse(expires()).orElseThrow(),
        new Dn(detail("signer")),
        uri(),
        detail("summary"));
  }

  private String detail(String name) {
    return Json.text(intent.details(), name).orElseThrow();
  }
}
