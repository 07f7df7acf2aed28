package io.vmcaster.service.doctor;

import io.vmcaster.config.Configuration;
import io.vmcaster.config.Section;
import io.vmcaster.context.RemoteFile;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.error.Failure;
import io.vmcaster.error.TransferFailure;
import io.vmcaster.service.TemporaryNames;
import io.vmcaster.service.publish.PublicSizes;
import io.vmcaster.service.verify.Check;
import io.vmcaster.uploader.Capability;
import io.vmcaster.uploader.Location;
import io.vmcaster.uploader.Upload;
import io.vmcaster.uploader.UploaderPool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks at the servers of a configuration: whether they are reached, and, if asked, written. */
public final class ServerDiagnostics {

  private final Configuration configuration;
  private final ProbeAddresses addresses;
  private final List<String> images;
  private final UploaderPool pool;
  private final PublicSizes publicSizes;
  private final boolean tryWrite;
  private final Findings findings;

  /**
   * Adds to these findings.
   *
   * @param known addresses of lists and images: where a section that is a pattern is looked at
   * @param images addresses of images, whose answers are looked at as consumers see them
   * @param tryWrite whether a small file is written, read and removed
   */
  public ServerDiagnostics(
      Configuration configuration,
      List<String> known,
      List<String> images,
      UploaderPool pool,
      PublicSizes publicSizes,
      boolean tryWrite,
      Findings findings) {
    this.configuration = configuration;
    this.addresses = new ProbeAddresses(configuration, known);
    this.images = List.copyOf(images);
    this.pool = pool;
    this.publicSizes = publicSizes;
    this.tryWrite = tryWrite;
    this.findings = findings;
  }

  /** Looks at the servers of all sections. */
  public void look() {
    configuration.sections().forEach(this::look);
  }

  private void look(Section section) {
    String name = "server [" + section.name() + "]";
    Optional<String> address = addresses.of(section);
    if (address.isEmpty()) {
      findings.add(
          Check.warning(
              name,
              "no address is known that it covers, so it is not looked at: add a list or image"
                  + " whose hv:uri begins with "
                  + section.readPrefix().orElseGet(() -> section.match().pattern())
                  + ", or see whether another section covers the same"));
      return;
    }
    if (findings.look(name, () -> reach(section, address.get())) && tryWrite) {
      findings.look(name, () -> write(name, address.get()));
    }
    Check read = read(name, address.get());
    findings.add(read);
    if (read.outcome() == Check.ErrorReporter.OK) {
      lookAtImages(section, name);
    }
  }

  /**
   * One image of each file ending, as consumers get it: web servers label files by their ending.
   */
  private void lookAtImages(Section section, String name) {
    Set<String> endings = new HashSet<>();
    for (String uri : images) {
      String file = uri.substring(uri.lastIndexOf('/') + 1);
      String ending = file.contains(".") ? file.substring(file.lastIndexOf('.')) : "";
      if (addresses.leadsTo(section, uri) && endings.add(ending)) {
        for (String fault : publicSizes.ask(uri).faults()) {
          findings.add(Check.fault(name, uri + ": " + fault));
        }
      }
    }
  }

  private Check reach(Section section, String uri) {
    UploaderPool.Opened opened = pool.open(configuration.find(uri));
    Location place = opened.location();
    requireDirectory(opened);
    opened
        .uploader()
        .warnings()
        .forEach(text -> findings.add(Check.warning("server [" + section.name() + "]", text)));
    String server = place.endpoint().isEmpty() ? "this machine" : place.endpoint();
    return Check.ok(
        "server [" + section.name() + "]",
        switch (section.protocol()) {
          case "local" -> place.directory() + " is there, written as local files";
          case "scp" -> server + " is reached by scp: its host key is known, and it lets us in";
          default -> server + " is reached by " + section.protocol() + ", and it lets us in";
        });
  }

  /** The directory that a user's session begins in is always there. */
  private static void requireDirectory(UploaderPool.Opened opened) {
    String directory = opened.location().directory();
    String path = directory.length() > 1 ? directory.replaceFirst("/+$", "") : directory;
    if (path.isEmpty()) {
      opened.uploader().stat(opened.location().path());
      return;
    }
    Optional<RemoteFile> there = opened.uploader().stat(path);
    if (there.isEmpty() && opened.uploader().capabilities().contains(Capability.DIRECTORIES)) {
      return;
    }
    if (!there.map(RemoteFile::directory).orElse(false)) {
      throw new ConfigurationFailure(
          "there is no directory " + opened.location().sibling(""),
          "Make it, or mend writeprefix (uriReplace).");
    }
  }

  private Check read(String name, String uri) {
    String place = uri.substring(0, uri.length() - ProbeAddresses.PROBE.length());
    PublicSizes.Answer answer = publicSizes.ask(uri);
    return answer.reached()
        ? Check.ok(name, place + " answers")
        : Check.warning(
            name,
            place
                + " does not answer: "
                + answer.reason()
                + "; subscribers read there, and published files are not checked while it is away");
  }

  private Check write(String name, String uri) {
    UploaderPool.Opened opened = pool.open(configuration.find(uri));
    Location probe = opened.location().sibling(TemporaryNames.of(ProbeAddresses.PROBE));
    byte[] bytes = ProbeAddresses.PROBE.getBytes(StandardCharsets.US_ASCII);
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
      removeQuietly(name, opened, probe);
    }
    return Check.ok(name, "a file was written, read and removed in " + probe.sibling(""));
  }

  private void removeQuietly(String name, UploaderPool.Opened opened, Location probe) {
    try {
      opened.uploader().remove(probe.path());
    } catch (Failure failure) {
      findings.add(
          Check.warning(name, probe + " is left: " + failure.getMessage() + "; remove it"));
    }
  }
}
