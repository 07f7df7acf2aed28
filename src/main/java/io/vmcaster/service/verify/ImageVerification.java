package io.vmcaster.service.verify;

import io.vmcaster.context.Progress;
import io.vmcaster.error.Failure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.model.Image;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import java.security.MessageDigest;
import java.util.Optional;

/** Downloads images as subscribers do, and compares size and digest with what the list says. */
public final class ImageVerification {

  private final Fetcher fetcher;
  private final Progress progress;

  /** Downloads with a fetcher. */
  public ImageVerification(Fetcher fetcher, Progress progress) {
    this.fetcher = fetcher;
    this.progress = progress;
  }

  /** Downloads one image and adds what was found. */
  public void look(Image image, ListVerification verification) {
    verification.add(check(image, "image " + image.id()));
  }

  private Check check(Image image, String name) {
    Optional<String> uri = image.text(Keys.URI);
    if (uri.isEmpty()) {
      return Check.fault(name, "the list does not say where it is");
    }
    MessageDigest digest = Sha512.digest();
    try (Progress.Task task = progress.begin("fetching " + uri.get(), size(image))) {
      long size =
          fetcher.stream(
              uri.get(),
              (bytes, offset, length) -> {
                digest.update(bytes, offset, length);
                task.advance(length);
              });
      return compare(image, name, size, Sha512.of(digest.digest()));
    } catch (Failure failure) {
      return Check.fault(name, failure.getMessage());
    }
  }

  private static Check compare(Image image, String name, long size, Sha512 sha512) {
    if (size != size(image)) {
      return Check.fault(
          name,
          "it has " + size + " bytes, the list says " + image.text(Keys.SIZE).orElse("nothing"));
    }
    boolean same = image.text(Keys.SHA512).filter(sha512.hex()::equals).isPresent();
    return Check.that(
        same, name, same ? size + " bytes, the digest matches" : "its digest is another one");
  }

  private static long size(Image image) {
    try {
      return image.text(Keys.SIZE).map(Long::parseLong).orElse(-1L);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
