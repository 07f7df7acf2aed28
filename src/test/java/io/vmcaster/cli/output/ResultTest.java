package io.vmcaster.cli.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The same for people, a line each, and for programs, in one document. */
class ResultTest {

  /** What a terminal would obey, or what would break a line. */
  private static final String HOSTILE = "a\u001b[2J\nb\tc";

  private static String print(Result result, boolean forPrograms) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, false, UTF_8);
    result.print(stream, forPrograms);
    stream.flush();
    return out.toString(UTF_8);
  }

  private static String text(Result result) {
    return print(result, false);
  }

  private static String json(Result result) {
    String printed = print(result, true);
    assertThat(printed).endsWith("\n").doesNotEndWith("\n\n");
    return Json.compact(Json.read(printed, "the output"));
  }

  @Test
  void identifiersAreALineEach() {
    Result names = Result.names(List.of("one", HOSTILE));

    assertThat(text(names)).isEqualTo("one\na\\u001b[2J\\nb\\tc\n");
    assertThat(json(names)).isEqualTo("[\"one\",\"a\\u001b[2J\\nb\\tc\"]");
    assertThat(text(Result.names(List.of()))).isEmpty();
    assertThat(json(Result.names(List.of()))).isEqualTo("[]");
  }

  @Test
  void aListWithoutImagesStandsAlone() {
    Map<ListId, List<ImageId>> lists = new LinkedHashMap<>();
    lists.put(new ListId("l1"), List.of(new ImageId("i1"), new ImageId("i2")));
    lists.put(new ListId("l2"), List.of());
    Result pairs = Result.pairs(lists);

    assertThat(text(pairs)).isEqualTo("l1\ti1\nl1\ti2\nl2\n");
    assertThat(Json.read(print(pairs, true), "the output"))
        .isEqualTo(
            Json.read(
                """
                [{"imagelist": "l1", "image": "i1"}, {"imagelist": "l1", "image": "i2"},
                 {"imagelist": "l2", "image": null}]
                """,
                "test"));
  }

  @Test
  void metadataIsAKeyAndAValueALine() {
    ObjectNode values = (ObjectNode) Json.read("{\"dc:title\": \"a\\nb\", \"hv:size\": 7}", "test");

    assertThat(text(Result.metadata(values))).isEqualTo("dc:title\ta\\nb\nhv:size\t7\n");
    assertThat(json(Result.metadata(values))).isEqualTo(Json.compact(values));
  }

  @Test
  void aDocumentIsTheSameForBoth() {
    Result document = Result.document(Json.object("a", Json.of(1)));

    assertThat(text(document)).isEqualTo(print(document, true));
  }

  @Test
  void textEndsWithOneLineEnd() {
    assertThat(text(Result.text("a\n b\n\n"))).isEqualTo("a\n b\n");
    assertThat(json(Result.text("a\n b\n\n"))).isEqualTo("\"a\\n b\"");
  }

  /** Reports have columns, which are tabs. */
  @Test
  void aReportKeepsItsTabs() {
    Result report = Result.report(List.of(HOSTILE), Json.of("x"), 8);

    assertThat(text(report)).isEqualTo("a\\u001b[2J\\nb\tc\n");
    assertThat(report.status()).isEqualTo(8);
  }

  @Test
  void whatWasDoneAndWhatFailedIsForProgramsAlone() {
    assertThat(text(Result.done(Map.of("done", Json.of(1))))).isEmpty();
    Result failed =
        Result.failed(ExitStatus.TRUST, "no key", "Name one.", Map.of("done", Json.of(1)));

    assertThat(text(failed)).isEmpty();
    assertThat(failed.status()).isEqualTo(7);
    assertThat(Json.read(print(failed, true), "the output"))
        .isEqualTo(
            Json.read(
                """
                {"done": 1, "error":
                 {"status": 7, "kind": "trust", "message": "no key", "advice": "Name one."}}
                """,
                "test"));
  }

  @Test
  void aValueThatIsNotThereIsNull() {
    assertThat(Result.orNull(Optional.empty())).isEqualTo(NullNode.instance);
    assertThat(Result.orNull(Optional.of(Json.of("x")))).isEqualTo(Json.of("x"));
    assertThat(Result.label(ExitStatus.NOT_FOUND)).isEqualTo("not-found");
  }

  @Test
  void aPartThatIsDoneComesWithWhatFailed() {
    TransferFailure failure = new TransferFailure("refused", "Ask.");
    Result.PartialFailure partial =
        new Result.PartialFailure("1 of 2 failed", failure, Map.of("done", Json.of(1)));

    assertThat(partial).hasMessage("1 of 2 failed").hasCause(failure);
    assertThat(partial.failure()).isSameAs(failure);
    assertThat(partial.done()).containsOnlyKeys("done");
  }
}
