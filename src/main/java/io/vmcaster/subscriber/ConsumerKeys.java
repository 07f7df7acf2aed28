package io.vmcaster.subscriber;

import io.vmcaster.model.Keys;
import java.util.List;

/** The metadata keys that readers ask for: the sets that each of them requires, and the rest. */
final class ConsumerKeys {

  static final String VO = "ad:vo";
  static final String MPURI = "ad:mpuri";
  static final String GROUP = "ad:group";
  static final String USER_NAME = "ad:user:fullname";
  static final String USER_GUID = "ad:user:guid";
  static final String USER_URI = "ad:user:uri";
  static final String RAM_MINIMUM = "hv:ram_minimum";
  static final String CORE_MINIMUM = "hv:core_minimum";

  /** hepixvmitrust vmitrustlib.py, imagelist_required_metadata; vmcaster state.py has the same. */
  static final List<String> LIST =
      List.of(
          Keys.IDENTIFIER,
          Keys.TITLE,
          Keys.DESCRIPTION,
          Keys.SOURCE,
          Keys.URI,
          Keys.VERSION,
          Keys.CREATED,
          Keys.EXPIRES);

  /** hepixvmitrust vmitrustlib.py, endorser_required_metadata. */
  static final List<String> ENDORSER = List.of(Keys.DN, Keys.CA, Keys.EMAIL, Keys.CREATOR);

  /** hepixvmitrust vmitrustlib.py, image_required_metadata. */
  static final List<String> IMAGE =
      List.of(
          Keys.IDENTIFIER,
          Keys.TITLE,
          Keys.DESCRIPTION,
          Keys.URI,
          Keys.SIZE,
          Keys.SHA512,
          Keys.VERSION,
          Keys.HYPERVISOR,
          Keys.ARCH,
          Keys.OS,
          Keys.OS_VERSION,
          Keys.COMMENTS);

  /** cloudkeeper appliance.rb and image.rb: what an appliance cannot do without, list level. */
  static final List<String> LIST_OF_CLOUDKEEPER = List.of(Keys.IDENTIFIER, Keys.EXPIRES);

  /** cloudkeeper appliance.rb and image.rb: what an appliance cannot do without. */
  static final List<String> IMAGE_OF_CLOUDKEEPER =
      List.of(Keys.IDENTIFIER, Keys.URI, Keys.SHA512, MPURI, Keys.EXPIRES);

  /** atrope image.py, HepixImage.field_map; and the expiry, which its comparison needs. */
  static final List<String> IMAGE_OF_ATROPE =
      List.of(
          Keys.IDENTIFIER,
          Keys.TITLE,
          Keys.DESCRIPTION,
          Keys.URI,
          Keys.SIZE,
          Keys.SHA512,
          Keys.VERSION,
          Keys.HYPERVISOR,
          Keys.FORMAT,
          Keys.ARCH,
          Keys.OS,
          Keys.OS_NAME,
          Keys.OS_VERSION,
          Keys.COMMENTS,
          Keys.EXPIRES,
          MPURI,
          GROUP,
          USER_NAME,
          USER_GUID,
          USER_URI);

  /** Required keys whose value may well be empty; real lists have it so. */
  static final List<String> MAY_BE_EMPTY = List.of(Keys.DESCRIPTION, Keys.COMMENTS);

  /** Keys of a list that consumers look for and do not read: null will do. */
  static final List<String> MAY_BE_NULL = List.of(Keys.TITLE, Keys.DESCRIPTION, Keys.SOURCE);

  /** What cloudkeeper would take from an endorser in place of the image's own value. */
  static final List<String> HIDDEN_BY_ENDORSER =
      List.of(
          Keys.IDENTIFIER,
          Keys.TITLE,
          Keys.DESCRIPTION,
          Keys.URI,
          Keys.SIZE,
          Keys.SHA512,
          Keys.VERSION,
          Keys.EXPIRES,
          MPURI);

  private ConsumerKeys() {}
}
