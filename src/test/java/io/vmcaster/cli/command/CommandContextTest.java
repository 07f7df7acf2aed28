package io.vmcaster.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.cli.output.ConsoleMessages;
import io.vmcaster.cli.output.Terminal;
import io.vmcaster.context.Environment;
import io.vmcaster.context.FailPoint.FailPoints;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.model.Item;
import io.vmcaster.repository.Repository;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an action works with is made when it is asked for, once, and closed with the context. */
class CommandContextTest {

  @TempDir Path directory;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<String> seen = new ArrayList<>();
  private final FailPoints steps = step -> seen.add(step.name());

  private CommandContext context(String... arguments) {
    Environment environment = new Environment(Map.of("HOME", directory.toString()), directory);
    ConsoleMessages messages =
        ConsoleMessages.of(new PrintStream(said, true, UTF_8), false, environment);
    CommandContext.Host host =
        new CommandContext.Host(
            environment, InputStream.nullInputStream(), Terminal.NONE, this::open, steps);
    return new CommandContext(
        host, CommandLineReader.read(environment, arguments).options(), messages);
  }

  /** The real one, and notes when it is opened and closed. */
  private Repository open(String url, Environment environment, Duration wait, Messages messages) {
    String name = url.replaceAll(".*/", "");
    seen.add("open " + name + " " + wait);
    Repository real = CommandContext.Databases.REAL.open(url, environment, wait, messages);
    return (Repository)
        Proxy.newProxyInstance(
            Repository.class.getClassLoader(),
            new Class<?>[] {Repository.class},
            (proxy, method, values) -> {
              if (method.getName().equals("close")) {
                seen.add("close " + name);
              }
              try {
                return method.invoke(real, values);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void whatIsNotAskedForIsNotOpened() {
    try (CommandContext context = context("-d", "sqlite:///a.db")) {
      assertThat(context.isDryRun()).isFalse();
      assertThat(context.passphrases()).isSameAs(context.passphrases());
    }

    assertThat(seen).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theDatabaseIsOpenedOnceAndClosedLast() {
    try (CommandContext context = context("-d", "sqlite:///a.db", "--lock-wait", "7")) {
      assertThat(context.viewer()).isNotNull();
      assertThat(context.editor()).isNotNull();
      assertThat(context.copyTo("sqlite:///b.db")).isNotNull();
    }

    assertThat(seen)
        .containsExactly("open a.db PT7S", "open b.db PT7S", "close b.db", "close a.db");
  }

  @Test
  void aGlanceSaysNothingOfADatabaseThatIsNotThere() {
    try (CommandContext context = context("-d", "sqlite:///a.db")) {
      assertThat(context.glance().items(Item.Kind.LIST)).isEmpty();
      assertThat(said.toString(UTF_8)).isEmpty();
      assertThat(context.viewer().items(Item.Kind.LIST)).isEmpty();
      assertThat(said.toString(UTF_8)).contains("there is no database");
    }
  }

  @Test
  void servicesSeeTheSameRun() {
    try (CommandContext context = context("--dry-run")) {
      assertThat(context.isDryRun()).isTrue();
      assertThat(context.run().steps()).isSameAs(steps);
      assertThat(context.run().environment()).isSameAs(context.environment());
      assertThat(context.run().messages()).isSameAs(context.messages());
      assertThat(context.publishing()).as("with its servers").isSameAs(context.publishing());
    }
  }

  @Test
  void howListsArePublishedIsWhatTheCommandLineSays() {
    try (CommandContext context = context("--update", "--lifetime", "5", "--renew-days", "2")) {
      assertThat(context.publishOptions(true).lifetime()).hasDays(5);
    }
    try (CommandContext usual = context("--update");
        CommandContext without = context("--update", "--no-check-images")) {
      assertThat(usual.publishOptions(false))
          .isNotEqualTo(usual.publishOptions(true))
          .isNotEqualTo(without.publishOptions(false));
    }
  }

  @Test
  void withoutATerminalNobodyIsAsked() {
    try (CommandContext context = context()) {
      assertThatCode(() -> context.requireConfirmed("Remove it?", "nothing is removed"))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void aCertificateThatIsNotThereIsNamed() {
    try (CommandContext context = context("--x509-cert", "cert.pem")) {
      assertThatThrownBy(context::signingChain)
          .isInstanceOf(TrustFailure.class)
          .hasMessageContaining(directory.resolve("cert.pem").toString());
    }
  }
}
