package io.vmcaster.uploader.webdav;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.SecretFile;
import io.vmcaster.context.Watchdog;
import io.vmcaster.credential.ServerCredentials.ServerCredential;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.model.Json;
import io.vmcaster.uploader.OneKey;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who a server is told that we are: a token where there is one, else a certificate or proxy where
 * there is one, else nobody. A section that names one of them decides.
 */
final class DavIdentity {

  private static final Logger LOG = LoggerFactory.getLogger(DavIdentity.class);

  private final Section section;
  private final Environment environment;
  private final boolean secure;
  private final Optional<ServerCredential> certificate;
  private Optional<BearerToken> token = Optional.empty();

  /**
   * Looks for what there is.
   *
   * @param secure whether the server is reached by TLS; without it nothing is shown
   * @param certificates reads the certificate for a section; empty when there is none
   * @throws ConfigurationFailure when the section wants a token to be sent in the clear
   */
  DavIdentity(
      Section section,
      Environment environment,
      boolean secure,
      Supplier<Optional<ServerCredential>> certificates) {
    this.section = section;
    this.environment = environment;
    this.secure = secure;
    if (!secure && BearerToken.isNamed(section)) {
      throw new ConfigurationFailure(
          "the section [" + section.name() + "] has a token, which is never sent without TLS",
          "Write https:// in writeprefix.");
    }
    refresh();
    this.certificate = secure && token.isEmpty() ? certificates.get() : Optional.empty();
  }

  /** Reads the token again: it lives for an hour, and somebody renews it. */
  void refresh() {
    boolean certificate =
        !BearerToken.isNamed(section)
            && section.setting("proxy").or(() -> section.setting("certificate")).isPresent();
    token = secure && !certificate ? BearerToken.find(section, environment) : Optional.empty();
  }

  /** The header field for the server itself; no other server is to see it. */
  Optional<String> authorization() {
    return token.map(shown -> "Bearer " + shown.value());
  }

  /** What TLS shows to a server that asks; null for nothing. */
  KeyManager[] keys() {
    certificate.ifPresent(shown -> LOG.debug("servers that ask are shown " + shown));
    return certificate.map(shown -> new KeyManager[] {new OneKey(shown.credential())}).orElse(null);
  }

  /** Whether what was shown has ended. */
  boolean hasEnded() {
    return end().filter(end -> end.isBefore(Instant.now())).isPresent();
  }

  private Optional<Instant> end() {
    return token.isPresent()
        ? token.flatMap(BearerToken::end)
        : certificate.map(ServerCredential::end);
  }

  /** What was shown and when it ends, never its value. */
  @Override
  public String toString() {
    String what =
        token
            .map(BearerToken::toString)
            .or(() -> certificate.map(ServerCredential::toString))
            .orElse("no token, proxy or certificate");
    return what
        + end()
            .map(end -> end.truncatedTo(ChronoUnit.SECONDS))
            .map(end -> (hasEnded() ? ", which has ended at " : ", which ends at ") + end)
            .orElse("");
  }

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

    /** The token that a section names, else that of the usual places; empty when there is none. */
    static Optional<BearerToken> find(Section section, Environment environment) {
      Optional<String> command = section.setting("token-command");
      if (command.isPresent()) {
        String said = ask(section, command.get(), environment);
        return Optional.of(of("token-command of [" + section.name() + "]", said));
      }
      Optional<String> value = environment.get("BEARER_TOKEN");
      Optional<String> file = section.setting("token-file");
      if (file.isEmpty() && value.isPresent()) {
        return value.map(token -> of("BEARER_TOKEN", token));
      }
      String name = "bt_u" + Environment.processUser();
      return file.or(() -> environment.get("BEARER_TOKEN_FILE"))
          .map(environment::resolve)
          .or(
              () ->
                  Stream.of(
                          environment.get("XDG_RUNTIME_DIR"),
                          Optional.of(System.getProperty("java.io.tmpdir")))
                      .flatMap(Optional::stream)
                      .map(directory -> Path.of(directory, name))
                      .filter(Files::exists)
                      .findFirst())
          .map(BearerToken::ofFile);
    }

    private static BearerToken of(String origin, String text) {
      String value = text.strip();
      if (value.isEmpty() || value.chars().anyMatch(c -> c <= ' ' || c > '~')) {
        throw new TrustFailure(
            "what %s gives is no bearer token: it %s"
                .formatted(origin, value.isEmpty() ? "is empty" : "has blanks or odd characters"),
            "It is one line of letters, digits and signs.");
      }
      return new BearerToken(origin, value);
    }

    private static BearerToken ofFile(Path file) {
      try {
        SecretFile.require(file, "token file", "ask for a new token");
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
              .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
              .redirectError(Redirect.DISCARD);
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
        throw new InterruptedFailure("interrupted while asking for a token", e);
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
}
