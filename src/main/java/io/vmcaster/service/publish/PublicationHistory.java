package io.vmcaster.service.publish;

import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.ImageListParser;
import io.vmcaster.model.Json;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.Places;
import io.vmcaster.service.RemoteBytes;
import io.vmcaster.signing.SignedListReader;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What subscribers have of a list, as its history tells. */
public final class PublicationHistory {

  private PublicationHistory() {}

  /** The latest publication of a list. */
  public static Optional<Publication> latest(ReadTransaction catalogue, ListId list) {
    List<Publication> all = catalogue.publications(list);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** The list as a publication said it. */
  public static Optional<ImageList> content(ReadTransaction catalogue, Publication publication) {
    return content(catalogue, publication, message -> Optional.empty());
  }

  /**
   * The list as a publication said it.
   *
   * @param known gives the list in a message that was read before
   */
  static Optional<ImageList> content(
      ReadTransaction catalogue,
      Publication publication,
      Function<byte[], Optional<ImageList>> known) {
    return catalogue
        .publishedMessage(publication.id())
        .map(
            message ->
                known
                    .apply(message)
                    .orElseGet(() -> parse(message, "publication " + publication.version())));
  }

  /**
   * The list that is on a server now, over the side that is written; empty when nothing is there.
   *
   * @throws InvalidDataFailure when what is there is no list that can be verified
   */
  public static Optional<ImageList> onServer(Places places, String uri) {
    Places.RuleContext place = places.open(uri);
    return RemoteBytes.read(place, place.location(), -1)
        .map(bytes -> parse(bytes, place.location().toString()));
  }

  /** The list in a message; empty when it is none, or its signature is wrong. */
  static Optional<ImageList> tryParse(byte[] message, String what) {
    try {
      return Optional.of(parse(message, what));
    } catch (InvalidDataFailure notAList) {
      return Optional.empty();
    }
  }

  /** The list in a signed message. */
  public static ImageList parse(byte[] message, String what) {
    return ImageListParser.parse(
        Json.read(SignedListReader.read(message, what).content(), what), what);
  }
}
