package io.vmcaster.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Lists that were really published, and fixtures of the programs that read them. */
public final class RealLists {

  /** CernVM's list of 2013: thirty images, SHA-1, the signer's certificate long expired. */
  public static final String CERNVM = "glancing__test_CERN_hepix_signed_image_list.originale";

  /** A list of EGI's AppDB of 2014 with one image; LF line ends only. */
  public static final String APPDB = "fogbow__vmcatcher_image.list";

  /** The same with its identifier cut out after signing. */
  public static final String APPDB_CUT = "fogbow__vmcatcher_image.list.noidentifier";

  /** A fixture of cloudkeeper, its signer self-signed and no endorser. */
  public static final String CLOUDKEEPER = "cloudkeeper__spec_mock_imagelist01.signed";

  /** Likewise, with a wrong signature. */
  public static final String CLOUDKEEPER_WRONG = "cloudkeeper__spec_mock_imagelist_invalid.signed";

  /** Bare JSON of cloudkeeper. */
  public static final String CLOUDKEEPER_JSON = "cloudkeeper__spec_mock_imagelist01.unsigned";

  /** A complete list as JSON. */
  public static final String COMPLETE_JSON = "cloudkeeper__structures_image_list10.json";

  /** The example of the format's own documentation. */
  public static final String EXAMPLE_JSON = "hepix-book__imagelist_example.json";

  private RealLists() {}

  /** The bytes of one of them. */
  public static byte[] bytes(String name) {
    try (InputStream in = RealLists.class.getResourceAsStream("lists/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
