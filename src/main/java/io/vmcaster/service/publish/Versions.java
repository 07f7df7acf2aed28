package io.vmcaster.service.publish;

import io.vmcaster.model.ImageList;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Publication;
import io.vmcaster.repository.ReadTransaction;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses the version of a publication: newer than any that has ever been public. */
final class Versions {

  private Versions() {}

  /**
   * The next version of a list.
   *
   * @param list the list as the database has it
   * @param catalogue knows what was published
   * @param onServer the version that the server has now, if it could be read
   */
  static Version next(ImageList list, ReadTransaction catalogue, Optional<Version> onServer) {
    return highest(list, catalogue, onServer).map(Version::next).orElse(Version.FIRST);
  }

  /** The highest version that this database knows to have been public. */
  static Optional<Version> known(ImageList list, ReadTransaction catalogue) {
    return highest(list, catalogue, Optional.empty());
  }

  private static Optional<Version> highest(
      ImageList list, ReadTransaction catalogue, Optional<Version> onServer) {
    return Stream.of(
            list.version().stream(),
            published(catalogue, list.id()),
            UsedVersions.of(catalogue, list.id()),
            onServer.stream())
        .flatMap(versions -> versions)
        .reduce((left, right) -> right.isNewerThan(left) ? right : left);
  }

  private static Stream<Version> published(ReadTransaction catalogue, ListId list) {
    return catalogue.publications(list).stream().map(Publication::version);
  }
}
