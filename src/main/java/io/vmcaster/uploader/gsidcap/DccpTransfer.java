package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.uploader.Upload;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Has dCache's own {@code dccp} move the bytes. */
final class DccpTransfer implements DataTransfer {
  private static final String ADVICE =
      "Install it (on Debian: dcap and dcap-tunnel-gsi), or remove dcapclient from the section.";

  private static final int HIGHEST_PORT = Short.MAX_VALUE;

  private final Path program;
  private final Map<String, String> variables;
  private final Supplier<Map<String, String>> credential;

  private DccpTransfer(
      Path program, Map<String, String> variables, Supplier<Map<String, String>> credential) {
    this.program = program;
    this.variables = variables;
    this.credential = credential;
  }

  /**
   * Looks for the program.
   *
   * @param credential the variables that tell it what to show to a door
   * @throws ConfigurationFailure when it is not installed
   */
  static DccpTransfer find(Environment environment, Supplier<Map<String, String>> credential) {
    Path program =
        environment
            .program("dccp")
            .orElseThrow(
                () ->
                    new ConfigurationFailure(
                        "the configuration asks for dccp, which is not installed", ADVICE));
    return new DccpTransfer(program, clean(environment), credential);
  }

  /**
   * What it needs, beside what shows who we are. Nothing from outside may change how it works or
   * where its messages go, and no secret of ours is its business.
   */
  private static Map<String, String> clean(Environment environment) {
    Map<String, String> clean = new HashMap<>(Map.of("LC_ALL", "C"));
    for (String name : List.of("PATH", "HOME", "TMPDIR")) {
      environment.get(name).ifPresent(value -> clean.put(name, value));
    }
    return clean;
  }

  @Override
  public Upload create(DoorConnection conversation, String path, long size) {
    Door door = conversation.door();
    refuseHighPort(door);
    refuseIfThere(conversation, path);
    Timeouts timeouts = door.timeouts();
    long closeWait = timeouts.finish(size < 0 ? Long.MAX_VALUE / 2 : size).toSeconds() + 1;
    List<String> command =
        List.of(
            program.toString(),
            "-d",
            "3",
            "-A",
            "-C",
            Long.toString(closeWait),
            "-X",
            DataTransfer.createOptions(size),
            "-",
            door.name(path));
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(credential.get());
    return start(conversation, path, command, all);
  }

  /** It keeps the port of a URL in a short, and would go to a negative one. */
  private static void refuseHighPort(Door door) {
    if (door.url().port() > HIGHEST_PORT) {
      throw new ConfigurationFailure(
          "dccp cannot reach " + door.url().endpoint() + ": the port is above " + HIGHEST_PORT,
          "Remove dcapclient from the section.");
    }
  }

  /** It would put a file into a directory of this name, and calls an existing file many names. */
  private static void refuseIfThere(DoorConnection conversation, String path) {
    String tried = "cannot write " + conversation.door().name(path);
    try {
      if (conversation.ask(tried, session -> session.stat(path)).isPresent()) {
        throw DcapFailures.notOpened(tried, new DcapException(1, "File is readOnly", "EEXIST"));
      }
    } catch (DcapException e) {
      throw DcapFailures.refused(tried, e);
    }
  }

  private static Upload start(
      DoorConnection conversation, String path, List<String> command, Map<String, String> all) {
    Timeouts timeouts = conversation.door().timeouts();
    try {
      DccpChild child = DccpChild.start(command, all, timeouts.open());
      return new DccpUpload(child, UnfinishedFile.begin(conversation, path), timeouts);
    } catch (IOException e) {
      throw new TransferFailure("cannot start " + command.get(0), ADVICE, e);
    }
  }
}
