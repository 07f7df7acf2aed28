package io.vmcaster.subscriber;

import static io.vmcaster.subscriber.Finding.Severity.ERROR;
import static io.vmcaster.subscriber.Finding.Severity.NOTE;
import static io.vmcaster.subscriber.Finding.Severity.WARNING;
import static io.vmcaster.subscriber.KeyChecks.ConsumerKeys.with;
import static io.vmcaster.subscriber.KeyChecks.ConsumerKeys.without;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.model.Ascii;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.subscriber.KeyChecks.ConsumerKeys;
import io.vmcaster.subscriber.Rule.RuleTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What consumers expect of each image (format 1.4 to 1.9). */
final class RulesOfImages {

  private static final String BOOK = "book, image metadata";
  private static final String LIBRARY = "hepixvmitrust vmitrustlib.py";
  private static final String DATABASE = "vmcatcher databaseDefinition.py";
  private static final String CACHE = "vmcatcher vmcatcher_cache/controler.py";
  private static final String APPLIANCE = "cloudkeeper appliance.rb";
  private static final String CK_IMAGE = "cloudkeeper image.rb";
  private static final String ATROPE_IMAGE = "atrope image.py";
  private static final String GLANCE = "atrope dispatcher/glance.py";

  private static final String IN_SHELL = "holds characters that mean something to a shell";

  private static final List<String> ID = List.of(Keys.IDENTIFIER);
  private static final List<String> URI = List.of(Keys.URI);

  private static final List<String> MINIMUMS =
      List.of(ConsumerKeys.RAM_MINIMUM, ConsumerKeys.CORE_MINIMUM);

  /** What vmcatcher turns into 8-bit strings. */
  private static final List<String> EIGHT_BIT =
      with(
          without(ConsumerKeys.IMAGE, List.of(Keys.SIZE, Keys.SHA512)),
          Keys.FORMAT,
          ConsumerKeys.MPURI);

  private static final Map<String, Integer> COLUMNS =
      new TreeMap<>(
          Map.of(
              Keys.IDENTIFIER, 50,
              Keys.DESCRIPTION, 50,
              Keys.URI, 128,
              Keys.VERSION, 50,
              Keys.HYPERVISOR, 50,
              Keys.ARCH, 50,
              Keys.OS, 50,
              Keys.OS_VERSION, 50,
              Keys.TITLE, 100,
              Keys.COMMENTS, 100));

  /** What vmcatcher stores as it is. */
  private static final List<String> STORED =
      without(ConsumerKeys.IMAGE, List.of(Keys.OS, Keys.OS_VERSION));

  /** What atrope gives OpenStack as it is. */
  private static final List<String> PROPERTIES =
      List.of(Keys.DESCRIPTION, Keys.ARCH, Keys.OS_NAME, Keys.OS_VERSION, ConsumerKeys.MPURI);

  private RulesOfImages() {}

  /** The rules, in the order of their findings. */
  static List<Rule> all() {
    return new RuleTable()
        .rule("image-required", KeyChecks.there(ConsumerKeys.IMAGE, ConsumerKeys.IMAGE_MAY_BE_NULL))
        .hepix(ERROR, BOOK + "; " + LIBRARY, "the format requires it")
        .vmcatcher(ERROR, LIBRARY + " VMimageDecoder", "vmcatcher leaves the image out, silently")
        .rule("image-null", KeyChecks.notNull(ConsumerKeys.IMAGE_MAY_BE_NULL))
        .hepix(WARNING, BOOK, "the format has strings here")
        .vmcatcher(WARNING, "vmcatcher of 2026", "today's takes it, others may not")
        .rule("image-required", KeyChecks.meaningful(ConsumerKeys.IMAGE_OF_CLOUDKEEPER))
        .cloudkeeper(ERROR, APPLIANCE + ", image.rb", "cloudkeeper refuses the whole list")
        .rule("image-required", KeyChecks.present(ConsumerKeys.IMAGE_OF_ATROPE))
        .atrope(ERROR, ATROPE_IMAGE + " field_map", "atrope refuses the whole list")
        .rule("image-format", KeyChecks.present(List.of(Keys.FORMAT)))
        .hepix(NOTE, "book, hv:format", "the specification asks for it, its library does not")
        .rule(
            "image-empty",
            KeyChecks.notBlank(without(ConsumerKeys.IMAGE, ConsumerKeys.MAY_BE_EMPTY)))
        .hepix(WARNING, "hepixvmitrust vmilisttool verify", "the format's tool refuses it")
        .rule("image-text", KeyChecks.strings(without(ConsumerKeys.IMAGE, List.of(Keys.SIZE))))
        .hepix(WARNING, BOOK, "the format has strings here")
        .rule("image-compound", KeyChecks.scalars(STORED))
        .vmcatcher(ERROR, DATABASE, "vmcatcher cannot store the image")
        .rule("image-uuid", KeyChecks.made(ID, Item.UUID, "is not a UUID"))
        .hepix(WARNING, "book, dc:identifier (RFC 4122)", "the format asks for one")
        .rule("image-identifier-text", KeyChecks.strings(ID))
        .atrope(ERROR, ATROPE_IMAGE, "atrope's run ends in a crash")
        .rule("image-file-name", KeyChecks.made(ID, ImageChecks.FILE_NAME, "cannot be a file name"))
        .vmcatcher(ERROR, CACHE, "vmcatcher names the image's file so")
        .atrope(WARNING, "atrope before 2026, " + ATROPE_IMAGE, "older ones name its file so")
        .rule("image-identifier-shell", KeyChecks.made(ID, KeyChecks.PLAIN_IN_SHELL, IN_SHELL))
        .vmcatcher(ERROR, CACHE + " (wget through a shell)", "vmcatcher's download breaks")
        .rule("image-size", ImageChecks::size)
        .hepix(ERROR, "book, hv:size", "the format has a number of bytes here")
        .cloudkeeper(WARNING, CK_IMAGE + " (to_i)", "cloudkeeper takes another number")
        .rule("image-size", ImageChecks::sizeInAnyForm)
        .vmcatcher(ERROR, CACHE, "vmcatcher crashes, or throws the image away")
        .rule("image-size-kind", KeyChecks.countable(List.of(Keys.SIZE)))
        .cloudkeeper(ERROR, CK_IMAGE + " (to_i)", "cloudkeeper's run ends in a crash")
        .rule("image-size-decimal", ImageChecks::sizeInPlainForm)
        .vmcatcher(WARNING, CACHE, "today's takes it, others may not")
        .rule("image-size-column", ImageChecks::sizeFits)
        .vmcatcher(NOTE, DATABASE, "vmcatcher cannot store it in PostgreSQL or MySQL")
        .rule("image-checksum", ImageChecks::checksum)
        .hepix(ERROR, "book, sl:checksum:sha512", "checksums are compared as text")
        .vmcatcher(ERROR, CACHE, "vmcatcher throws the image away")
        .cloudkeeper(ERROR, CK_IMAGE, "cloudkeeper's run ends when the checksum differs")
        .atrope(ERROR, ATROPE_IMAGE + " verify_checksum", "atrope drops the image")
        .rule("image-dates", DateChecks.safeForm(List.of(Keys.EXPIRES)))
        .cloudkeeper(ERROR, APPLIANCE, "cloudkeeper's run ends in a crash")
        .rule("image-dates", DateChecks.withZone(List.of(Keys.EXPIRES)))
        .atrope(ERROR, ATROPE_IMAGE, "atrope crashes on the comparison")
        .rule("image-expired", DateChecks.notExpired())
        .cloudkeeper(ERROR, "cloudkeeper manager.rb", "cloudkeeper removes the appliance")
        .atrope(ERROR, GLANCE, "atrope leaves the image out")
        .rule("image-expires-local", DateChecks.notExpiredAnywhere())
        .cloudkeeper(WARNING, APPLIANCE, "cloudkeeper reads it as local time, hours too early")
        .rule("image-uri", AddressChecks.scheme(List.of("http", "https")))
        .hepix(WARNING, "book, hv:uri", "most subscribers cannot fetch the image")
        .cloudkeeper(ERROR, CK_IMAGE + " (URI.regexp)", "cloudkeeper refuses the image")
        .atrope(ERROR, ATROPE_IMAGE + " (requests)", "atrope cannot fetch the image")
        .rule("image-uri", AddressChecks.scheme(List.of("file", "http", "https")))
        .vmcatcher(ERROR, CACHE, "vmcatcher cannot fetch the image")
        .rule("image-uri-scheme-case", AddressChecks::lowerCaseScheme)
        .cloudkeeper(ERROR, CK_IMAGE + " (URI.regexp)", "cloudkeeper refuses the image")
        .rule(
            "image-uri-ipv6",
            KeyChecks.noText(URI, AddressChecks.IPV6, "names its host by an IPv6 address"))
        .cloudkeeper(ERROR, CK_IMAGE + " (getaddrinfo)", "cloudkeeper's run ends in a crash")
        .rule(
            "image-uri-unusual",
            KeyChecks.noText(
                URI,
                AddressChecks.IPV6.or(AddressChecks::hasFragment),
                "has a fragment or an IPv6 address"))
        .vmcatcher(WARNING, CACHE + " (wget)", "wget of today fetches it, older ones may not")
        .rule("image-uri-shell", KeyChecks.made(URI, KeyChecks.PLAIN_IN_SHELL, IN_SHELL))
        .vmcatcher(ERROR, CACHE + " (wget through a shell)", "vmcatcher's download breaks")
        .rule(
            "image-uri-characters",
            KeyChecks.made(URI, KeyChecks.URI_CHARACTERS, "holds characters that no URI has"))
        .cloudkeeper(ERROR, CK_IMAGE + " (URI.parse)", "cloudkeeper cannot fetch the image")
        .rule("image-uri-password", AddressChecks.noPassword())
        .hepix(WARNING, "RFC 3986, 3.2.1", "everybody can read it")
        .rule("image-compressed", ImageChecks::uncompressed)
        .cloudkeeper(ERROR, "cloudkeeper image_formats", "cloudkeeper does not know such a file")
        .atrope(ERROR, GLANCE, "atrope stores it as raw, or drops it")
        .rule("image-format-known", ImageChecks::knownToGlance)
        .atrope(WARNING, GLANCE, "atrope stores it as raw, or drops it")
        .rule(
            "image-format-case",
            KeyChecks.inForm(Keys.FORMAT, ImageChecks::lowerCase, "'TEXT' is not in lower case"))
        .atrope(WARNING, "atrope before 2026, " + GLANCE, "older ones store it as raw")
        .rule("image-format-text", KeyChecks.strings(List.of(Keys.FORMAT)))
        .atrope(ERROR, GLANCE + " (lower)", "atrope does not offer the image")
        .rule("image-property-text", KeyChecks.strings(PROPERTIES))
        .atrope(WARNING, GLANCE, "OpenStack's image service may refuse it")
        .rule("image-minimum-compound", KeyChecks.countable(MINIMUMS))
        .cloudkeeper(ERROR, APPLIANCE + " (to_i)", "cloudkeeper's run ends in a crash")
        .rule("image-minimum", KeyChecks.absent(MINIMUMS))
        .cloudkeeper(
            WARNING,
            "cloudkeeper-one, cloudkeeper-os openstack/handler.py",
            "cloudkeeper's back ends read it in different units")
        .rule("image-ascii", KeyChecks.ascii(EIGHT_BIT))
        .vmcatcher(ERROR, CACHE + " (str)", "vmcatcher crashes on it")
        .rule("image-column", KeyChecks.fits(COLUMNS))
        .vmcatcher(WARNING, DATABASE, "vmcatcher cannot store it in PostgreSQL or MySQL")
        .rule(
            "image-title",
            KeyChecks.inForm(Keys.TITLE, text -> text.replace('/', ' '), "holds a '/'"))
        .vmcatcher(NOTE, "handlers of vmcatcher's events", "some sites name files by the title")
        .rules();
  }

  /** Checks of an image's size, checksum, format and name (format 1.4 and 1.8). */
  static final class ImageChecks {

    private static final Set<String> COMPRESSIONS = Set.of("gz", "bz2", "xz", "zst");

    /** Disk formats that OpenStack's image service takes, and the archive that atrope unpacks. */
    private static final Set<String> GLANCE_FORMATS =
        Set.of(
            "aki", "ami", "ari", "iso", "ova", "ploop", "qcow2", "raw", "vdi", "vhd", "vhdx",
            "vmdk");

    private static final Pattern FILE_NAME = Pattern.compile("(?!\\.{0,2}\\z)[^/]*+");
    private static final Pattern WHOLE = Pattern.compile("[0-9]{1,18}");
    private static final Pattern OTHERWISE = Pattern.compile("\\+?[0-9]{1,18}(\\.0*)?");

    private ImageChecks() {}

    /** The size is a whole number of bytes, as a number or in decimal digits. */
    static void size(RuleContext part) {
      if (!part.lacks(Keys.SIZE) && !isWhole(part)) {
        part.wrong(Keys.SIZE, "is not a whole number of bytes");
      }
    }

    /** The size is a whole number of bytes in some form: with a point, a sign or blanks. */
    static void sizeInAnyForm(RuleContext part) {
      if (!isWholeInAnotherForm(part)) {
        size(part);
      }
    }

    /** The size is written in the plain form, if it is one. */
    static void sizeInPlainForm(RuleContext part) {
      if (isWholeInAnotherForm(part)) {
        part.wrong(Keys.SIZE, "is not written in digits alone");
      }
    }

    /** The size fits the column of a database that counts to 2^31. */
    static void sizeFits(RuleContext part) {
      if (isWhole(part) && Long.parseLong(sizeText(part)) > Integer.MAX_VALUE) {
        part.wrong(Keys.SIZE, "is above " + Integer.MAX_VALUE);
      }
    }

    private static boolean isWhole(RuleContext part) {
      return WHOLE.matcher(sizeText(part)).matches();
    }

    /** The column of vmcatcher's table makes a whole number of each of these. */
    private static boolean isWholeInAnotherForm(RuleContext part) {
      return !isWhole(part) && OTHERWISE.matcher(sizeText(part).strip()).matches();
    }

    /** The size as it is written; empty for what is neither a text nor a number. */
    private static String sizeText(RuleContext part) {
      JsonNode value = part.value(Keys.SIZE);
      return value != null && (value.isTextual() || value.isNumber()) ? Json.text(value) : "";
    }

    /** The checksum is 128 lower-case hexadecimal digits. */
    static void checksum(RuleContext part) {
      String text = part.text(Keys.SHA512);
      Optional<Sha512> meant = Optional.ofNullable(text).flatMap(Sha512::parse);
      if (meant.isEmpty() && !part.lacks(Keys.SHA512)) {
        part.wrong(Keys.SHA512, "is not 128 hexadecimal digits");
      } else if (meant.isPresent() && !meant.get().hex().equals(text)) {
        part.wrong(
            Keys.SHA512,
            "has upper-case digits",
            part.commands().set(Keys.SHA512, meant.get().hex()));
      }
    }

    /** The file is not compressed: by its format, or without one by its address. */
    static void uncompressed(RuleContext part) {
      String format = part.text(Keys.FORMAT);
      String key = format == null || format.isBlank() ? Keys.URI : Keys.FORMAT;
      String told = part.text(key);
      if (told != null && COMPRESSIONS.contains(lastPart(told))) {
        part.add(
            key,
            "the file is compressed (" + lastPart(told) + ")",
            part.commands().set(Keys.FORMAT, "qcow2") + " && " + part.commands().upload());
      }
    }

    /** The format is one that OpenStack knows, compression apart. */
    static void knownToGlance(RuleContext part) {
      String format = part.text(Keys.FORMAT);
      if (format != null
          && !GLANCE_FORMATS.contains(Ascii.lower(format))
          && !COMPRESSIONS.contains(lastPart(format))) {
        part.wrong(Keys.FORMAT, "'" + format + "' is no disk format of OpenStack");
      }
    }

    /** OVA has been read either way from the start. */
    private static String lowerCase(String format) {
      return format.equals("OVA") ? format : Ascii.lower(format);
    }

    private static String lastPart(String text) {
      return Ascii.lower(text.substring(text.lastIndexOf('.') + 1));
    }
  }
}
