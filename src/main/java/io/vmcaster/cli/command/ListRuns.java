package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.output.PartialFailure;
import io.vmcaster.context.Messages;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.service.PublishResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Publishes several lists, each however the others fare. */
final class ListRuns {

  /** Of several faults the kind that is checked first decides how the run ends. */
  private static final List<ExitStatus> FIRST_CHECKED =
      List.of(
          ExitStatus.USAGE,
          ExitStatus.CONFIGURATION,
          ExitStatus.NOT_FOUND,
          ExitStatus.INVALID,
          ExitStatus.TRUST,
          ExitStatus.TRANSFER,
          ExitStatus.TEMPORARY,
          ExitStatus.LOCKED);

  private final Messages messages;
  private final List<PublishResult> published = new ArrayList<>();
  private final Map<ListId, Failure> failed = new LinkedHashMap<>();

  ListRuns(Messages messages) {
    this.messages = messages;
  }

  /**
   * Publishes them.
   *
   * @param work publishes one; nothing comes back when there was no need
   * @throws PartialFailure when some of several failed, after the last of them
   */
  List<PublishResult> run(List<ListId> lists, Function<ListId, Optional<PublishResult>> work) {
    if (lists.size() == 1) {
      return work.apply(lists.get(0)).stream().toList();
    }
    lists.forEach(list -> runOne(list, work));
    if (!failed.isEmpty()) {
      throw partlyDone(lists.size());
    }
    return published;
  }

  private void runOne(ListId list, Function<ListId, Optional<PublishResult>> work) {
    try {
      work.apply(list).ifPresent(published::add);
    } catch (InterruptedFailure stop) {
      throw stop;
    } catch (Failure failure) {
      String advice = failure.advice().map(text -> ". " + text).orElse("");
      messages.warn("list " + list + ": " + failure.getMessage() + advice);
      failed.put(list, failure);
    }
  }

  private PartialFailure partlyDone(int all) {
    Map.Entry<ListId, Failure> first =
        failed.entrySet().stream().min(Comparator.comparing(ListRuns::rank)).orElseThrow();
    return new PartialFailure(
        failed.size() + " of " + all + " lists failed: " + first.getValue().getMessage(),
        first.getValue(),
        Map.of(
            "published", PublishLists.json(published),
            "failed", Json.array(failed.entrySet().stream().map(ListRuns::json).toList())));
  }

  private static int rank(Map.Entry<ListId, Failure> entry) {
    return FIRST_CHECKED.indexOf(entry.getValue().status());
  }

  private static ObjectNode json(Map.Entry<ListId, Failure> entry) {
    Failure failure = entry.getValue();
    return Json.object(
        Map.of(
            "imagelist", Json.of(entry.getKey().text()),
            "status", Json.of(failure.status().code()),
            "kind", Json.of(failure.status().label()),
            "message", Json.of(failure.getMessage()),
            "advice", Json.of(failure.advice().orElse(""))));
  }
}
