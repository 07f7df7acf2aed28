package io.vmcaster.service.upload;

import io.vmcaster.credential.OneLineName;
import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.error.TrustFailure;
import io.vmcaster.model.Dn;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.ReadTransaction;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The lists that hold an image: they say who may upload it, and where to. */
final class ImageHolders {

  private final ImageId image;
  private final List<ImageList> lists;

  private ImageHolders(ImageId image, List<ImageList> lists) {
    this.image = image;
    this.lists = lists;
  }

  static ImageHolders of(ReadTransaction catalogue, ImageId image) {
    return new ImageHolders(
        image,
        catalogue.listsWith(image).stream().flatMap(id -> catalogue.list(id).stream()).toList());
  }

  List<ListId> ids() {
    return lists.stream().map(ImageList::id).toList();
  }

  /**
   * Insists that an endorser of one of the lists uploads.
   *
   * @throws TrustFailure when its subject endorses none of them
   */
  void requireEndorser(X509Certificate certificate) {
    Dn subject = OneLineName.subject(certificate);
    if (lists.isEmpty()) {
      throw new TrustFailure(
          "image " + image + " is in no list, so nobody endorses it",
          "Bind it: vmcaster --connect --image " + image + " --imagelist UUID");
    }
    if (lists.stream().noneMatch(list -> endorses(list, certificate))) {
      throw new TrustFailure(
          "the certificate's subject "
              + subject
              + " is no endorser of a list that holds image "
              + image
              + " ("
              + ids().stream().map(ListId::text).collect(Collectors.joining(", "))
              + ")",
          "Use an endorser's certificate (--x509-cert, DISH_CERT), or bind this one:"
              + " vmcaster --connect --endorser '"
              + subject
              + "' --imagelist "
              + lists.get(0).id());
    }
  }

  private static boolean endorses(ImageList list, X509Certificate certificate) {
    return list.endorsers().stream()
        .anyMatch(endorser -> OneLineName.isSubject(endorser.dn().text(), certificate));
  }

  /**
   * A URI in the directory that the image's builds go to: its own, else that of another image of
   * its lists, else that of a list.
   */
  String neighbour(Image self) {
    return uri(self.text(Keys.URI))
        .or(
            () ->
                lists.stream()
                    .flatMap(list -> list.images().stream())
                    .flatMap(other -> uri(other.text(Keys.URI)).stream())
                    .findFirst())
        .or(() -> lists.stream().flatMap(list -> uri(list.text(Keys.URI)).stream()).findFirst())
        .orElseThrow(
            () ->
                new InvalidDataFailure(
                    "image " + image + " has no hv:uri to say where its builds go",
                    "Set it: vmcaster --image "
                        + image
                        + " --image-key-set hv:uri --image-value https://SERVER/DIRECTORY/"));
  }

  private static Optional<String> uri(Optional<String> text) {
    return text.filter(uri -> !uri.isBlank());
  }
}
