package io.vmcaster.service.doctor;

import io.vmcaster.config.Configuration;
import io.vmcaster.config.Route;
import io.vmcaster.config.Section;
import io.vmcaster.failure.Failure;
import io.vmcaster.failure.TransferFailure;
import io.vmcaster.service.TemporaryNames;
import io.vmcaster.service.publish.PublicSizes;
import io.vmcaster.service.verify.Check;
import io.vmcaster.transfer.Location;
import io.vmcaster.transfer.Upload;
import io.vmcaster.transfer.UploaderPool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Looks at the servers of a configuration: whether they are reached, and, if asked, written. */
public final class ServerLook {

  private static final String PROBE = "vmcaster-probe";

  private final Configuration configuration;
  private final UploaderPool pool;
  private final PublicSizes publicSizes;
  private final boolean tryWrite;
  private final Findings findings;

  /**
   * Adds to these findings.
   *
   * @param tryWrite whether a small file is written, read and removed
   */
  public ServerLook(
      Configuration configuration,
      UploaderPool pool,
      PublicSizes publicSizes,
      boolean tryWrite,
      Findings findings) {
    this.configuration = configuration;
    this.pool = pool;
    this.publicSizes = publicSizes;
    this.tryWrite = tryWrite;
    this.findings = findings;
  }

  /** Looks at the server of a section. */
  public void look(Section section) {
    String name = "server [" + section.name() + "]";
    if (section.readPrefix().isEmpty()) {
      findings.add(
          Check.warning(name, "it is found by a pattern; which place to look at is not known"));
      return;
    }
    String prefix = section.readPrefix().get();
    String uri = prefix + (prefix.endsWith("/") ? "" : "/") + PROBE;
    findings.look(name, () -> reach(name, uri));
    if (tryWrite) {
      findings.look(name, () -> write(name, uri));
    }
    PublicSizes.Answer answer = publicSizes.ask(uri);
    findings.add(
        answer.reached()
            ? Check.ok(name, prefix + " answers")
            : Check.warning(name, prefix + " does not answer: " + answer.reason()));
  }

  private Check reach(String name, String uri) {
    Route route = configuration.find(uri);
    UploaderPool.Opened opened = pool.open(route);
    opened.uploader().stat(opened.location().path());
    return Check.ok(
        name, "reached by " + route.section().protocol() + ", " + opened.location().endpoint());
  }

  private Check write(String name, String uri) {
    UploaderPool.Opened opened = pool.open(configuration.find(uri));
    Location probe = opened.location().sibling(TemporaryNames.of(PROBE));
    byte[] bytes = PROBE.getBytes(StandardCharsets.US_ASCII);
    try (Upload upload = opened.uploader().create(probe.path(), bytes.length)) {
      upload.write(bytes, 0, bytes.length);
      upload.commit();
    }
    try (InputStream in = opened.uploader().read(probe.path())) {
      if (!Arrays.equals(in.readAllBytes(), bytes)) {
        throw new TransferFailure(
            "what was written to " + probe + " reads as something else", null);
      }
    } catch (IOException e) {
      throw new TransferFailure("what was written to " + probe + " cannot be read", null, e);
    } finally {
      removeQuietly(opened, probe);
    }
    return Check.ok(name, "a file was written, read and removed in " + probe.directory());
  }

  private void removeQuietly(UploaderPool.Opened opened, Location probe) {
    try {
      opened.uploader().remove(probe.path());
    } catch (Failure failure) {
      findings.add(Check.warning("server", probe + " is left: " + failure.getMessage()));
    }
  }
}
