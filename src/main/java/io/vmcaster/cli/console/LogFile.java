package io.vmcaster.cli.console;

import io.vmcaster.failure.ConfigurationFailure;
import io.vmcaster.json.JsonObject;
import io.vmcaster.json.JsonValue;
import io.vmcaster.json.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** A file that gets every message of a run, a line each, appended. */
public final class LogFile implements AutoCloseable {

  private final Writer out;
  private final boolean json;

  private LogFile(Writer out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * Opens, or begins, a log.
   *
   * @param json whether each line is a JSON object
   * @throws ConfigurationFailure when it cannot be written
   */
  public static LogFile open(Path path, boolean json) {
    try {
      return new LogFile(
          Files.newBufferedWriter(
              path, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
          json);
    } catch (IOException e) {
      throw new ConfigurationFailure(
          "the log file " + path + " cannot be written", "Name another with --log-file.", e);
    }
  }

  synchronized void write(String level, String text) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    try {
      out.write(json ? asJson(now, level, text) : now + " " + level + " " + Printable.cell(text));
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      // the run matters more than its log
    }
  }

  private static String asJson(Instant now, String level, String text) {
    return JsonWriter.compact(
        new JsonObject(
            Map.of(
                "time", JsonValue.of(now.toString()),
                "level", JsonValue.of(level),
                "message", JsonValue.of(text))));
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // every line was flushed
    }
  }
}
