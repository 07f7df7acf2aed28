package io.vmcaster.service.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.context.Run;
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
  private static final String UNSEEN = "unseen";

  private UsedVersions() {}

  /** The versions of a list that are spent. */
  static Stream<Version> of(ReadTransaction catalogue, ListId list) {
    return catalogue.intents(list).stream()
        .filter(intent -> is(intent, ACTION))
        .map(UsedVersions::version);
  }

  /** Spends the version of a publication that is given up. */
  static void spend(WriteTransaction changes, PublishIntent intent) {
    changes.begin(
        new Intent(
            0,
            intent.list(),
            intent.intent().begun(),
            intent.intent().owner(),
            details(ACTION, intent.version())));
  }

  /** Remembers that a version was not found where it was published. */
  static void doubt(WriteTransaction changes, ListId list, Version version, Run run) {
    changes.begin(new Intent(0, list, run.now(), run.owner(), details(UNSEEN, version)));
  }

  /** Whether something was begun for a list whose end nobody has seen. */
  static boolean anyUnseen(ReadTransaction catalogue, ListId list) {
    return catalogue.intents(list).stream()
        .anyMatch(intent -> PublishIntent.is(intent) || is(intent, UNSEEN));
  }

  /** Forgets what the history makes superfluous. */
  static void forget(WriteTransaction changes, PublishIntent published) {
    changes.intents(published.list()).stream()
        .filter(intent -> is(intent, ACTION) || is(intent, UNSEEN))
        .filter(intent -> !version(intent).isNewerThan(published.version()))
        .forEach(changes::end);
  }

  private static ObjectNode details(String action, Version version) {
    return Json.object(Map.of("action", Json.of(action), "version", Json.of(version.text())));
  }

  private static boolean is(Intent intent, String action) {
    return Json.text(intent.details(), "action").filter(action::equals).isPresent();
  }

  private static Version version(Intent intent) {
    return new Version(Json.text(intent.details(), "version").orElseThrow());
  }
}
