package io.vmcaster.service;

import io.vmcaster.context.Check;
import io.vmcaster.context.Progress;
import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.fetch.WebUrl;
import io.vmcaster.model.Image;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Downloads images as subscribers do, and compares size and digest with what the list says. */
public record ImageVerification(Fetcher fetcher, Progress progress) {

  /** Downloads one image and adds what was found. */
  public void look(Image image, ListVerification verification) {
    verification.add(check(image, "image " + image.id()));
  }

  private Check check(Image image, String name) {
    Optional<String> uri = image.text(Keys.URI);
    if (uri.isEmpty()) {
      return Check.fault(name, "the list does not say where it is");
    }
    if (!WebUrl.isOne(uri.get())) {
      return Check.fault(
          name, uri.get() + " is not read: subscribers take http and https addresses only");
    }
    long size = image.size();
    if (size < 0) {
      return Check.fault(name, "it is not read, for the list does not say how large it is");
    }
    MessageDigest digest = Sha512.digest();
    try (Progress.Task task = progress.begin("fetching " + Secrets.masked(uri.get()), size)) {
      Fetcher.Download download =
          fetcher.stream(
              uri.get(),
              size + 1,
              (bytes, offset, length) -> {
                digest.update(bytes, offset, length);
                task.advance(length);
              });
      return compare(image, name, download, Sha512.of(digest.digest()));
    } catch (Failure failure) {
      return Check.fault(name, failure.getMessage());
    }
  }

  private static Check compare(Image image, String name, Fetcher.Download download, Sha512 sha512) {
    long declared = image.size();
    List<String> faults = new ArrayList<>(download.faults());
    if (download.size() > declared) {
      faults.add("it has more bytes than the list says, " + declared);
    } else if (download.size() < declared) {
      faults.add("it has " + download.size() + " bytes, the list says " + declared);
    } else if (image.text(Keys.SHA512).filter(sha512.hex()::equals).isEmpty()) {
      faults.add("its digest is another one");
    }
    return faults.isEmpty()
        ? Check.ok(name, declared + " bytes, the digest matches")
        : Check.fault(name, String.join("; ", faults));
  }
}
