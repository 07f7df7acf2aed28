package io.vmcaster.uploader.webdav;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TransferFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers refuse, and where they send us: each in its own words and status. */
class DavRefusalsTest extends DavDoorFixture {

  /** Each status with its end and what is said of it, whatever was asked. */
  private static final Map<Integer, Map.Entry<ExitStatus, String>> REFUSALS =
      Map.ofEntries(
          refusal(400, ExitStatus.TRANSFER, "status 400"),
          refusal(401, ExitStatus.TRUST, "does not know us by no token"),
          refusal(403, ExitStatus.TRANSFER, "does not allow it; it was shown no token"),
          refusal(405, ExitStatus.TRANSFER, "does not do that here"),
          refusal(409, ExitStatus.TRANSFER, "something else is in the way"),
          refusal(412, ExitStatus.TRANSFER, "has that name already"),
          refusal(413, ExitStatus.TRANSFER, "no file as large"),
          refusal(423, ExitStatus.TEMPORARY, "has locked it"),
          refusal(429, ExitStatus.TEMPORARY, "status 429"),
          refusal(502, ExitStatus.TEMPORARY, "does not reach it"),
          refusal(503, ExitStatus.TEMPORARY, "status 503"),
          refusal(507, ExitStatus.TEMPORARY, "no space left"));

  private static Map.Entry<Integer, Map.Entry<ExitStatus, String>> refusal(
      int status, ExitStatus end, String words) {
    return Map.entry(status, Map.entry(end, words));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PROPFIND", "MKCOL", "MOVE", "DELETE", "GET", "POST"})
  void aRefusalTellsItsReason(String method) throws IOException {
    if (method.equals("POST")) {
      uploader = connect(DavSections.PATIENT, "replace", "dcache-rest", "frontend", door.url());
    }
    Files.write(files.resolve("there"), new byte[7]);
    Files.write(files.resolve("list"), new byte[8]);
    REFUSALS.forEach(
        (status, told) -> {
          if (status == 405 && (method.equals("PROPFIND") || method.equals("MKCOL"))) {
            return; // the server does without the one, and has what the other makes
          }
          door.heal();
          door.answering(method, status);
          Failure failure = catchThrowableOfType(Failure.class, () -> provoke(method));
          assertThat(failure)
              .as(method + " " + status)
              .hasMessageStartingWith("cannot ")
              .hasMessageContaining(told.getValue())
              .hasMessageContaining("(because I say so)");
          assertThat(failure.status()).as(method + " " + status).isEqualTo(told.getKey());
          assertThat(files.toFile().list()).containsExactlyInAnyOrder("there", "list");
        });
  }

  /** Does what needs a method. */
  private void provoke(String method) {
    switch (method) {
      case "PUT" -> send("/image", SIZE);
      case "PROPFIND" -> uploader.stat("/there");
      case "MKCOL" -> send("/new/image", SIZE);
      case "MOVE" -> uploader.rename("/there", "/new");
      case "DELETE" -> uploader.remove("/there");
      case "GET" -> uploader.read("/there");
      default -> uploader.rename("/there", "/list");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "CIRCLE, circle",
    "OTHER_SCHEME, no web address",
    "NO_PORT, there is no port 99999",
    "BROKEN_REDIRECT, what is no address",
  })
  void oddRedirectsAreRefused(DavFault fault, String words) {
    door.with(fault);

    assertThat(sendFails()).isInstanceOf(TransferFailure.class).hasMessageContaining(words);
  }

  @ParameterizedTest
  @CsvSource({
    "ENDLESS_REDIRECTS, PROPFIND, after 5 others",
    "ENDLESS_REDIRECTS, GET, after 5 others",
    "REDIRECT_TO_NOWHERE, PROPFIND, does not say where",
    "REDIRECT_TO_NOWHERE, PUT, does not say where",
  })
  void whereNobodyMayGoIsSaid(DavFault fault, String method, String words) throws IOException {
    Files.write(files.resolve("there"), new byte[7]);
    door.with(fault);

    assertThat(catchThrowableOfType(Failure.class, () -> provoke(method)))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining(words);
    assertThat(files.resolve("there")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MOVE", "DELETE", "MKCOL"})
  void whatChangesNamesIsMeantForTheOneServer(String method) throws IOException {
    Files.write(files.resolve("there"), new byte[7]);
    door.answering(method, 307);

    assertThat(catchThrowableOfType(Failure.class, () -> provoke(method)))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("the server redirects us to " + DavDoor.ELSEWHERE);
  }

  @Test
  void aPrivateAddressIsToldFromAPublicOne() {
    assertThat(
            List.of(
                "127.0.0.1",
                "10.1.2.3",
                "192.168.1.1",
                "169.254.169.254",
                "[::1]",
                "[fd00::1]",
                "localhost"))
        .allMatch(Redirects::isPrivate);
    assertThat(List.of("192.0.2.1", "[2001:db8::1]")).noneMatch(Redirects::isPrivate);
  }

  @ParameterizedTest
  @CsvSource({
    "https://192.0.2.1/a, http://192.0.2.2/b, false, not protected|protected by TLS",
    "https://192.0.2.1/a, https://127.0.0.1/b, false, inside of this network",
    "http://192.0.2.1/a, http://10.0.0.1/b, true, inside of this network",
    "https://192.0.2.1/a, https://192.0.2.2/b, false, ''",
    "https://192.0.2.1/a, http://192.0.2.2/b, true, ''",
    "https://127.0.0.1/a, https://127.0.0.1:1/b, false, ''",
  })
  void whereAServerMaySendUsOn(String from, String to, boolean insecure, String words) {
    java.net.URI first = java.net.URI.create(from);
    Answer answer =
        new Answer(
            first,
            307,
            java.net.http.HttpHeaders.of(java.util.Map.of("Location", List.of(to)), (a, b) -> true),
            new byte[0]);
    Redirects redirects = new Redirects("cannot write", first, insecure, false);
    if (words.isEmpty()) {
      assertThat(redirects.next(answer)).hasToString(to);
    } else {
      assertThatThrownBy(() -> redirects.next(answer))
          .isInstanceOf(TransferFailure.class)
          .hasMessageContaining(words.replaceFirst(".*\\|", ""));
    }
  }
}
