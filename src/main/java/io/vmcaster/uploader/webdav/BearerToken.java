package io.vmcaster.uploader.webdav;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.SecretFile;
import io.vmcaster.context.ThisProcess;
import io.vmcaster.context.Watchdog;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.model.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A bearer token, found as the WLCG's discovery has it: {@code BEARER_TOKEN}, {@code
 * BEARER_TOKEN_FILE}, {@code $XDG_RUNTIME_DIR/bt_u<uid>}, {@code /tmp/bt_u<uid>}; or where a
 * section says. It is never shown.
 *
 * @param origin where it comes from, for messages
 * @param value what the server is shown
 */
record BearerToken(String origin, String value) {

  private static final int LARGEST = 1 << 16;

  /** Whether a section says where its token is. */
  static boolean isNamed(Section section) {
    return section.setting("token-file").or(() -> section.setting("token-command")).isPresent();
  }

  /** The token that a section names. */
  static BearerToken named(Section section, Environment environment) {
    Optional<String> command = section.setting("token-command");
    return command.isPresent()
        ? of("token-command of [" + section.name() + "]", ask(section, command.get(), environment))
        : ofFile(environment.resolve(section.setting("token-file").orElseThrow()));
  }

  /** The token of the usual places; empty when there is none. */
  static Optional<BearerToken> discovered(Environment environment) {
    Optional<String> value = environment.get("BEARER_TOKEN");
    if (value.isPresent()) {
      return Optional.of(of("BEARER_TOKEN", value.get()));
    }
    Optional<String> file = environment.get("BEARER_TOKEN_FILE");
    if (file.isPresent()) {
      return Optional.of(ofFile(environment.resolve(file.get())));
    }
    String name = "bt_u" + ThisProcess.user();
    Optional<Path> running =
        environment.get("XDG_RUNTIME_DIR").map(directory -> Path.of(directory).resolve(name));
    return running
        .filter(Files::exists)
        .or(() -> Optional.of(temporary().resolve(name)).filter(Files::exists))
        .map(BearerToken::ofFile);
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static BearerToken of(String origin, String text) {
    String value = text.strip();
    if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw new TrustFailure(
          "what "
              + origin
              + " gives is no bearer token: "
              + (value.isEmpty() ? "it is empty" : "it has blanks or odd characters"),
          "It is one line of letters, digits and signs.");
    }
    return new BearerToken(origin, value);
  }

  private static BearerToken ofFile(Path file) {
    try {
      Optional<String> fault = SecretFile.fault(file);
      if (fault.isPresent()) {
        throw new TrustFailure(
            "the token file " + file + " cannot be used: " + fault.get(),
            "chmod 600 "
                + file
                + ", and think about who may have read it; or ask for a new token.");
      }
      try (InputStream in = Files.newInputStream(file)) {
        return of(file.toString(), text(in));
      }
    } catch (IOException e) {
      throw new TrustFailure(
          "there is no readable token file " + file, "Ask for a token, or name its file.", e);
    }
  }

  private static String text(InputStream in) throws IOException {
    return new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8);
  }

  /** Has the shell run a program that writes a token. */
  private static String ask(Section section, String command, Environment environment) {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", command)
            .directory(environment.workingDirectory().toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().putAll(environment.variables());
    String tried = "the token-command of the section [" + section.name() + "] ";
    try {
      Process process = builder.start();
      return answer(process, section.timeout(), tried);
    } catch (IOException e) {
      throw new TrustFailure(tried + "cannot be run: " + e.getMessage(), null, e);
    }
  }

  private static String answer(Process process, Duration timeout, String tried) {
    try (Watchdog watchdog = new Watchdog(timeout, () -> kill(process));
        InputStream out = process.getInputStream()) {
      watchdog.begin();
      String text = text(out);
      int status = process.waitFor();
      if (status != 0) {
        throw new TrustFailure(
            tried + "ended with status " + status,
            "Run it by hand; it has to write the token alone.");
      }
      return text;
    } catch (IOException e) {
      throw new TemporaryFailure(tried + "gave nothing: " + e.getMessage(), null, e);
    } catch (InterruptedException e) {
      kill(process);
      Thread.currentThread().interrupt();
      throw new InterruptedFailure("interrupted while asking for a token", null, e);
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** When it ends, if it is a JWT that tells. */
  Optional<Instant> end() {
    String[] parts = value.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      JsonNode claims = Json.read(Base64.getUrlDecoder().decode(parts[1]), "the token");
      return Optional.ofNullable(claims.get("exp"))
          .filter(JsonNode::isNumber)
          .map(end -> Instant.ofEpochSecond(end.longValue()));
    } catch (IllegalArgumentException | Failure e) {
      return Optional.empty();
    }
  }

  /** Never the token itself. */
  @Override
  public String toString() {
    return "the token of " + origin;
  }
}
