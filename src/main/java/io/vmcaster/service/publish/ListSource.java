package io.vmcaster.service.publish;

import io.vmcaster.model.ImageList;
import io.vmcaster.repository.ReadTransaction;

/** What is published of a list. */
@FunctionalInterface
interface ListSource {

  /** The list as it is to be published, but for version and dates. */
  ImageList list(ReadTransaction catalogue, ImageList stored);

  /** The list as the database has it. */
  ListSource DATABASE = (catalogue, stored) -> stored;
}
