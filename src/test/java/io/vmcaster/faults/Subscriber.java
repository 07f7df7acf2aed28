package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.signing.SignedList;
import io.vmcaster.testing.Patience;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Looks at a site as a strict subscriber: the signature by openssl, every image by its digest. Used
 * by one thread.
 */
final class Subscriber {

  private final Path web;
  private final Path anchors;
  private final Figures figures;
  private final Set<String> known = new HashSet<>();
  private final Set<String> versions = ConcurrentHashMap.newKeySet();

  Subscriber(Site site, Figures figures) {
    this(site.file("www"), site.anchors(), figures);
  }

  /**
   * A subscriber.
   *
   * @param web the directory of list and images
   * @param anchors the certificates that it trusts
   * @param figures counts what it sees
   */
  Subscriber(Path web, Path anchors, Figures figures) {
    this.web = web;
    this.anchors = anchors;
    this.figures = figures;
  }

  /** Looks once in passing, and tells only the figures what it saw. */
  void poll() {
    try {
      ImageList list = read();
      for (Image image : list.images()) {
        checkImage(image);
      }
      versions.add(list.version().orElseThrow().text());
      figures.good();
    } catch (IOException | RuntimeException | AssertionError e) {
      figures.bad(e);
    }
  }

  /** The versions that were seen and whose images were there. */
  Set<String> versions() {
    return Set.copyOf(versions);
  }

  /** The list that is public now; it verifies, and each of its images is there and matches. */
  ImageList look() throws IOException, InterruptedException {
    try {
      verifyWithOpenssl();
      known.clear();
      ImageList list = read();
      for (Image image : list.images()) {
        checkImage(image);
      }
      figures.good();
      return list;
    } catch (IOException | RuntimeException | AssertionError e) {
      figures.bad(e);
      throw e;
    }
  }

  /** The list that is public now, its signature checked against its content. */
  ImageList read() throws IOException {
    byte[] message = Files.readAllBytes(web.resolve("list.smime"));
    return ImageList.parse(Json.read(SignedList.read(message, "list").content(), "list"), "list");
  }

  private void verifyWithOpenssl() throws IOException, InterruptedException {
    Process openssl =
        new ProcessBuilder(
                "openssl",
                "smime",
                "-verify",
                "-CApath",
                anchors.toString(),
                "-in",
                web.resolve("list.smime").toString(),
                "-out",
                "/dev/null")
            .redirectErrorStream(true)
            .start();
    String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(openssl.waitFor(Patience.SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(openssl.exitValue()).as(said).isZero();
  }

  /** An image that was good once is only asked for its size: its bytes do not change. */
  private void checkImage(Image image) throws IOException {
    Path file = file(image);
    assertThat(image.text(Keys.SIZE)).contains(Long.toString(Files.size(file)));
    if (known.add(file + image.text(Keys.SHA512).orElseThrow())) {
      assertThat(image.text(Keys.SHA512)).contains(digest(file));
    }
  }

  /** The file of a list's only image. */
  Path onlyImage(ImageList list) {
    return file(list.images().get(0));
  }

  private Path file(Image image) {
    String uri = image.text(Keys.URI).orElseThrow();
    return web.resolve(uri.substring("https://example.org/".length()));
  }

  private static String digest(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      return Sha512.of(digest.digest(Files.readAllBytes(file))).hex();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-512", e);
    }
  }

  /** Files that a dead run left and a later one should have swept away. */
  List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.walk(web)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }
}
