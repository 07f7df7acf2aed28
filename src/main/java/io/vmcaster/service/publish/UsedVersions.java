package io.vmcaster.service.publish;

import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Intent;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.WriteTransaction;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Versions that may have been public for a moment, though no history tells: of runs that died, and
 * whose list was not found where it was to go. It may never have got there, or somebody has removed
 * or replaced it since. They are not given to other content.
 */
final class UsedVersions {

  private static final String ACTION = "spent";

  private UsedVersions() {}

  /** The versions of a list that are spent. */
  static Stream<Version> of(ReadTransaction catalogue, ListId list) {
    return catalogue.intents(list).stream().filter(UsedVersions::is).map(UsedVersions::version);
  }

  /** Spends the version of a publication that is given up. */
  static void spend(WriteTransaction changes, PublishIntent intent) {
    changes.begin(
        new Intent(
            0,
            intent.list(),
            intent.intent().begun(),
            intent.intent().owner(),
            Json.object(
                Map.of(
                    "action", Json.of(ACTION),
                    "version", Json.of(intent.version().text())))));
  }

  /** Forgets what the history makes superfluous. */
  static void forget(WriteTransaction changes, PublishIntent published) {
    changes.intents(published.list()).stream()
        .filter(intent -> is(intent) && !version(intent).isNewerThan(published.version()))
        .forEach(changes::end);
  }

  private static boolean is(Intent intent) {
    return Json.text(intent.details(), "action").filter(ACTION::equals).isPresent();
  }

  private static Version version(Intent intent) {
    return new Version(Json.text(intent.details(), "version").orElseThrow());
  }
}
