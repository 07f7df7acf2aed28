package io.vmcaster.model;

import java.util.Set;

/** The metadata keys that the program itself knows (format specification, section 1). */
public final class Keys {
  /** The object that wraps a list. */
  public static final String IMAGE_LIST = "hv:imagelist";

  /** A list's images. */
  public static final String IMAGES = "hv:images";

  /** The object that wraps an image. */
  public static final String IMAGE = "hv:image";

  /** A list's endorser. */
  public static final String ENDORSER = "hv:endorser";

  /** The object that wraps an endorser. */
  public static final String X509 = "hv:x509";

  /** The identifier of a list or image. */
  public static final String IDENTIFIER = "dc:identifier";

  /** The subject of the endorser's certificate. */
  public static final String DN = "hv:dn";

  /** The issuer of the endorser's certificate. */
  public static final String CA = "hv:ca";

  /** The endorser's e-mail address. */
  public static final String EMAIL = "hv:email";

  /** The endorser's name. */
  public static final String CREATOR = "dc:creator";

  /** When a list was signed. */
  public static final String CREATED = "dc:date:created";

  /** When a list or image is no longer to be trusted. */
  public static final String EXPIRES = "dc:date:expires";

  /** The short name of a list or image. */
  public static final String TITLE = "dc:title";

  /** What a list or image is. */
  public static final String DESCRIPTION = "dc:description";

  /** Where a list comes from. */
  public static final String SOURCE = "dc:source";

  /** Where a list or image is published. */
  public static final String URI = "hv:uri";

  /** The version of a list or image, a string. */
  public static final String VERSION = "hv:version";

  /** The size of an image's published file in bytes. */
  public static final String SIZE = "hv:size";

  /** The format of an image's published file, and its file name's extension. */
  public static final String FORMAT = "hv:format";

  /** The hypervisors an image is for. */
  public static final String HYPERVISOR = "hv:hypervisor";

  /** The SHA-512 of an image's published file, in lower-case hexadecimal digits. */
  public static final String SHA512 = "sl:checksum:sha512";

  /** The processor architecture of an image. */
  public static final String ARCH = "sl:arch";

  /** The operating system in an image. */
  public static final String OS = "sl:os";

  /** The version of the operating system in an image. */
  public static final String OS_VERSION = "sl:osversion";

  /** The distribution in an image. */
  public static final String OS_NAME = "sl:osname";

  /** Remarks on an image. */
  public static final String COMMENTS = "sl:comments";

  private static final Set<String> OF_LISTS = Set.of(IDENTIFIER, ENDORSER, IMAGES);
  private static final Set<String> OF_IMAGES = Set.of(IDENTIFIER);
  private static final Set<String> OF_ENDORSERS = Set.of(DN);

  private Keys() {}

  /** The keys of a kind of item that the program alone sets. */
  public static Set<String> reserved(Item.Kind kind) {
    return switch (kind) {
      case LIST -> OF_LISTS;
      case IMAGE -> OF_IMAGES;
      case ENDORSER -> OF_ENDORSERS;
    };
  }
}
