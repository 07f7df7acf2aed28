package io.vmcaster.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.json.JsonReader;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.ImageListParser;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.signing.SignedListReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks at a site as a strict subscriber: the signature by openssl, every image by its digest. */
final class Subscriber {

  private final Path web;
  private final Path anchors;

  Subscriber(Site site) {
    this.web = site.file("www");
    this.anchors = site.anchors();
  }

  /** The list that is public now; it verifies, and each of its images is there and matches. */
  ImageList look() throws Exception {
    verifyWithOpenssl();
    ImageList list = read();
    for (Image image : list.images()) {
      checkImage(image);
    }
    return list;
  }

  /** The list that is public now, its signature checked against its content. */
  ImageList read() throws IOException {
    byte[] message = Files.readAllBytes(web.resolve("list.smime"));
    return ImageListParser.parse(
        JsonReader.read(SignedListReader.read(message, "list").content(), "list"), "list");
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
    assertThat(openssl.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(openssl.exitValue()).as(said).isZero();
  }

  void checkImage(Image image) throws IOException, NoSuchAlgorithmException {
    String uri = image.text(Keys.URI).orElseThrow();
    Path file = web.resolve(uri.substring("https://example.org/".length()));
    assertThat(file).exists();
    assertThat(image.text(Keys.SIZE)).contains(Long.toString(Files.size(file)));
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(Files.readAllBytes(file));
    assertThat(image.text(Keys.SHA512)).contains(Sha512.of(digest).hex());
  }

  /** Files that a dead run left and a later one should have swept away. */
  List<Path> leftovers() throws IOException {
    try (Stream<Path> files = Files.walk(web)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }
}
