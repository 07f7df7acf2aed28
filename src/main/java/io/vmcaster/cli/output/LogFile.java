package io.vmcaster.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.context.OwnFile;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.log.RunLog.Level;
import io.vmcaster.model.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** A file that gets every message of a run, a line each, appended. */
public final class LogFile implements AutoCloseable {

  /** The facility of user programs (RFC 5424, 6.2.1), already multiplied by eight. */
  private static final int FACILITY = 8;

  private final OutputStream out;
  private final Form form;
  private boolean broken;

  private LogFile(OutputStream out, Form form) {
    this.out = out;
    this.form = form;
  }

  /**
   * Opens, or begins, a log.
   *
   * @throws ConfigurationFailure when it cannot be written
   */
  public static LogFile open(Path path, Form form) {
    try {
      // a stream that an interrupt does not close: the last words of a run are wanted, too
      return new LogFile(OwnFile.append(path), form);
    } catch (IOException e) {
      throw new ConfigurationFailure(
          "the log file " + path + " cannot be written" + why(path, e),
          "Name another with --log-file.",
          e);
    }
  }

  private static String why(Path path, IOException e) {
    if (e instanceof OwnFile.NotOursException notOurs) {
      return ": " + notOurs.getReason();
    }
    if (e instanceof NoSuchFileException) {
      return ": its directory is not there";
    }
    return Files.isDirectory(path) ? ": it is a directory" : "";
  }

  /**
   * Writes a line at once, so that several runs can share a file.
   *
   * @param library who said it; null for the program itself
   * @return why the log has just broken; null when it has not, or broke before. A run matters more
   *     than its log, and goes on.
   */
  synchronized String write(Level level, String library, String text) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String line =
        switch (form) {
          case TEXT -> now + " " + level.label() + " " + Terminal.cell(by(library, text));
          case JSON -> asJson(now, level, library, text);
          case SYSLOG -> asSyslog(now, level, by(library, text));
        };
    try {
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      return null;
    } catch (IOException e) {
      boolean first = !broken;
      broken = true;
      return first ? e.getMessage() : null;
    }
  }

  private static String by(String library, String text) {
    return library == null ? text : library + ": " + text;
  }

  private static String asJson(Instant now, Level level, String library, String text) {
    Map<String, JsonNode> record = new LinkedHashMap<>();
    record.put("time", Json.of(now.toString()));
    record.put("level", Json.of(level.label()));
    if (library != null) {
      record.put("library", Json.of(library));
    }
    record.put("message", Json.of(text));
    return Json.compact(Json.object(record));
  }

  /** Whose machine it is, the collector knows better. */
  private static String asSyslog(Instant now, Level level, String text) {
    String head = "<" + (FACILITY + level.severity()) + ">1 " + now + " - vmcaster ";
    return head + ProcessHandle.current().pid() + " - - " + Terminal.cell(text);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      // every line was written
    }
  }

  /** The form of the lines of a log. */
  public enum Form {
    /** A time, a level, a text. */
    TEXT,
    /** A JSON object a line. */
    JSON,
    /** As RFC 5424 has it, for whatever collects syslog. */
    SYSLOG;

    /**
     * The form that {@code --log-format} names.
     *
     * @throws UsageFailure when it names none
     */
    public static Form named(String name) {
      return switch (name) {
        case "text" -> TEXT;
        case "json" -> JSON;
        case "syslog" -> SYSLOG;
        default ->
            throw new UsageFailure(
                "--log-format is '" + name + "', neither text nor json nor syslog", null);
      };
    }
  }
}
