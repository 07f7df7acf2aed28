package io.vmcaster.subscriber;

import static io.vmcaster.subscriber.Finding.Severity.ERROR;
import static io.vmcaster.subscriber.Finding.Severity.NOTE;
import static io.vmcaster.subscriber.Finding.Severity.WARNING;
import static io.vmcaster.subscriber.KeyChecks.ConsumerKeys.without;

import io.vmcaster.model.Item;
import io.vmcaster.model.Keys;
import io.vmcaster.subscriber.KeyChecks.ConsumerKeys;
import io.vmcaster.subscriber.Rule.RuleTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What consumers expect of a list itself (format 1.1 to 1.3 and 1.5 to 1.9). Sources name the
 * specification ("book") or a file of the consumer.
 */
final class RulesOfLists {

  private static final String LIBRARY = "hepixvmitrust vmitrustlib.py";
  private static final String CHECKER = "vmcatcher msgcheck.py";
  private static final String CONTROLLER = "vmcatcher fatcontroler.py";
  private static final String CK_LIST = "cloudkeeper image_list.rb";
  private static final String ATROPE_LIST = "atrope image_list/hepix.py";

  /** The columns of vmcatcher's tables that a list's values go to. */
  private static final Map<String, Integer> COLUMNS =
      new TreeMap<>(
          Map.of(Keys.IDENTIFIER, 50, Keys.DESCRIPTION, 200, Keys.URI, 200, Keys.VERSION, 50));

  private static final List<String> DATES = List.of(Keys.CREATED, Keys.EXPIRES);

  private RulesOfLists() {}

  /** The rules, in the order of their findings. */
  static List<Rule> all() {
    return new RuleTable()
        .rule("wrapped", ListChecks::wrapped)
        .hepix(WARNING, LIBRARY, "the format's library takes it as a form of the past")
        .vmcatcher(ERROR, CONTROLLER, "vmcatcher crashes when it looks for the second time")
        .cloudkeeper(ERROR, CK_LIST, "cloudkeeper finds no list in it")
        .atrope(ERROR, ATROPE_LIST, "atrope refuses the list")
        .rule("required", KeyChecks.there(ConsumerKeys.LIST, ConsumerKeys.MAY_BE_NULL))
        .hepix(ERROR, "book, image list metadata; " + LIBRARY, "the format requires it")
        .vmcatcher(ERROR, LIBRARY, "vmcatcher refuses the list (38)")
        .rule("required", KeyChecks.there(ConsumerKeys.LIST, ConsumerKeys.MAY_BE_NULL_FOR_ATROPE))
        .atrope(ERROR, ATROPE_LIST, "atrope refuses the list and deletes its images")
        .rule("null", KeyChecks.notNull(ConsumerKeys.MAY_BE_NULL))
        .hepix(WARNING, "book, image list metadata", "the format has strings here")
        .vmcatcher(WARNING, "vmcatcher of 2026", "today's takes it, others may not")
        .rule("null", KeyChecks.notNull(ConsumerKeys.MAY_BE_NULL_FOR_ATROPE))
        .atrope(WARNING, "atrope of 2026", "today's takes it, others may not")
        .rule("required", KeyChecks.meaningful(ConsumerKeys.LIST_OF_CLOUDKEEPER))
        .cloudkeeper(ERROR, CK_LIST, "cloudkeeper refuses the list")
        .rule("vo", RulesOfLists::vo)
        .cloudkeeper(ERROR, "cloudkeeper appliance.rb", "cloudkeeper refuses the list")
        .rule("vo-text", KeyChecks.strings(List.of(ConsumerKeys.VO)))
        .vmcatcher(ERROR, "vmcatcher vmcatcher_cache", "vmcatcher's cache crashes on its images")
        .rule("vo-ascii", KeyChecks.ascii(List.of(ConsumerKeys.VO)))
        .vmcatcher(ERROR, "vmcatcher launch.py (str)", "vmcatcher's cache crashes on its images")
        .rule("empty", KeyChecks.notBlank(without(ConsumerKeys.LIST, ConsumerKeys.MAY_BE_EMPTY)))
        .hepix(WARNING, "hepixvmitrust vmilisttool verify", "the format's tool refuses it")
        .rule("identifier-empty", KeyChecks.notBlank(List.of(Keys.IDENTIFIER)))
        .vmcatcher(ERROR, CHECKER, "nobody can subscribe to the list (31)")
        .rule("text", KeyChecks.strings(ConsumerKeys.LIST))
        .hepix(WARNING, "book, image list metadata", "the format has strings here")
        .rule("identifier-text", KeyChecks.strings(List.of(Keys.IDENTIFIER)))
        .vmcatcher(ERROR, CHECKER, "vmcatcher takes it for another list (31)")
        .rule("identifier-ascii", KeyChecks.ascii(List.of(Keys.IDENTIFIER)))
        .vmcatcher(
            ERROR, CONTROLLER + " (str)", "vmcatcher crashes when it looks for the second time")
        .rule("compound", KeyChecks.scalars(List.of(Keys.DESCRIPTION)))
        .vmcatcher(ERROR, "vmcatcher databaseDefinition.py", "vmcatcher cannot store the list")
        .rule("uuid", KeyChecks.made(List.of(Keys.IDENTIFIER), Item.UUID, "is not a UUID"))
        .hepix(WARNING, "book, dc:identifier (RFC 4122)", "the format asks for one")
        .rule("endorser", ListChecks::endorserThere)
        .hepix(ERROR, "book, endorser", "the format requires it")
        .vmcatcher(ERROR, LIBRARY, "vmcatcher refuses the list (38)")
        .atrope(ERROR, ATROPE_LIST, "atrope refuses the list")
        .rule("endorser-object", ListChecks::endorserObject)
        .hepix(ERROR, "book, endorser; " + LIBRARY, "the format's library crashes")
        .vmcatcher(ERROR, LIBRARY + " VMendorserDecoder", "vmcatcher crashes or refuses it (38)")
        .cloudkeeper(
            ERROR, CK_LIST + " prepare_appliance_hash", "cloudkeeper's run ends in a crash")
        .atrope(ERROR, "atrope endorser.py", "atrope's run ends in a crash")
        .rule("images", ListChecks::imagesThere)
        .hepix(ERROR, "book, images", "the format requires it")
        .vmcatcher(ERROR, LIBRARY, "vmcatcher refuses the list (38)")
        .cloudkeeper(ERROR, CK_LIST + " populate_appliances!", "cloudkeeper crashes")
        .atrope(ERROR, ATROPE_LIST, "atrope refuses the list and deletes its images")
        .rule("images-none", ListChecks::notEmpty)
        .vmcatcher(NOTE, "vmcatcher fatcontroler.py", "vmcatcher expires all images of the list")
        .cloudkeeper(NOTE, CK_LIST, "cloudkeeper removes all appliances of the list")
        .atrope(NOTE, "atrope dispatcher/glance.py", "atrope deletes all images of the list")
        .rule("images-proper", ListChecks::imagesProper)
        .hepix(ERROR, "book, images", "the format has images alone here")
        .vmcatcher(ERROR, LIBRARY + " VMimageDecoder", "vmcatcher leaves it out, or crashes")
        .cloudkeeper(ERROR, "cloudkeeper appliance.rb", "cloudkeeper refuses the list")
        .atrope(ERROR, "atrope image.py", "atrope refuses the list")
        .rule("images-twice", ListChecks::identifiersDiffer)
        .hepix(ERROR, "book, dc:identifier", "an image's identifier is its own world-wide")
        .vmcatcher(ERROR, "vmcatcher databaseDefinition.py", "one of the two is lost")
        .cloudkeeper(ERROR, "cloudkeeper appliance.rb", "one of the two is lost")
        .atrope(ERROR, "atrope cache.py", "both go to the same file, and one never verifies")
        .rule("images-elsewhere", ListChecks::inNoOtherList)
        .hepix(WARNING, "book, image transfer", "consumers of both lists take it from one alone")
        .vmcatcher(WARNING, "vmcatcher fatcontroler.py", "vmcatcher expires it in one of them")
        .rule("images-one-address", ListChecks::addressesDiffer)
        .hepix(WARNING, "book, hv:uri", "one of the two cannot match its checksum")
        .vmcatcher(ERROR, "vmcatcher vmcatcher_cache", "one of the two never passes its checksum")
        .cloudkeeper(ERROR, "cloudkeeper image.rb", "the run ends when the checksum is wrong")
        .atrope(ERROR, "atrope image.py", "one of the two never passes its checksum")
        .rule("images-one-title", ListChecks::titlesDiffer)
        .vmcatcher(NOTE, "handlers of vmcatcher's events", "some sites tell images by their titles")
        .rule("dates", DateChecks.safeForm(DATES))
        .hepix(ERROR, LIBRARY + " (strptime)", "the format's library crashes")
        .vmcatcher(ERROR, LIBRARY + " (strptime)", "vmcatcher crashes")
        .rule("dates", DateChecks.safeFormOrBlank(DATES))
        .cloudkeeper(ERROR, CK_LIST + " DATE_FORMAT", "cloudkeeper's run ends in a crash")
        .rule("dates", DateChecks.withZone(DATES))
        .atrope(ERROR, ATROPE_LIST + " _check_expiry", "atrope crashes")
        .rule("created", DateChecks.notFromTheFuture())
        .hepix(ERROR, "book, image transfer", "the list is not valid yet")
        .vmcatcher(ERROR, CHECKER, "vmcatcher refuses the list (33)")
        .rule("created-skew", DateChecks.backDated())
        .vmcatcher(NOTE, CHECKER, "vmcatcher refuses the list (33) where the clock is slow")
        .rule("expired", DateChecks.notExpired())
        .hepix(ERROR, "book, image transfer", "the list is no longer valid")
        .vmcatcher(ERROR, CHECKER, "vmcatcher refuses the list (34)")
        .cloudkeeper(ERROR, "cloudkeeper manager.rb", "cloudkeeper removes the list's appliances")
        .atrope(ERROR, ATROPE_LIST + " _check_expiry", "atrope deletes the list's images")
        .rule("expires-local", DateChecks.notExpiredAnywhere())
        .cloudkeeper(WARNING, CK_LIST, "cloudkeeper reads it as local time, hours too early")
        .rule("expires-late", DateChecks.notForEver())
        .hepix(NOTE, "book, dc:date:expires", "the format recommends a month")
        .rule("version-text", KeyChecks.strings(List.of(Keys.VERSION)))
        .vmcatcher(ERROR, "vmcatcher stringsort.py", "vmcatcher crashes at the next update")
        .rule("version-empty", KeyChecks.notBlank(List.of(Keys.VERSION)))
        .vmcatcher(ERROR, CONTROLLER, "who has subscribed already refuses it (17)")
        .rule("version-grows", ListChecks::versionGrows)
        .hepix(ERROR, "book, image transfer", "a version never falls")
        .vmcatcher(ERROR, "vmcatcher fatcontroler.py", "vmcatcher refuses the list (17)")
        .rule("version-release", ListChecks::versionOfRelease)
        .vmcatcher(NOTE, "vmcatcher stringsort.py", "the plain release counts as older than it")
        .rule("uri", AddressChecks.scheme(List.of("http", "https")))
        .hepix(WARNING, "book, hv:uri", "most subscribers cannot fetch the list there")
        .rule("uri", AddressChecks.scheme(List.of("file", "http", "https")))
        .vmcatcher(ERROR, "vmcatcher retrieveFacard.py", "vmcatcher never finds the list again")
        .rule(
            "uri-characters",
            KeyChecks.made(
                List.of(Keys.URI), KeyChecks.URI_CHARACTERS, "holds characters that no URI has"))
        .vmcatcher(ERROR, "vmcatcher urimunge.py", "vmcatcher never finds the list again")
        .rule(
            "uri-port",
            AddressChecks.no(
                url ->
                    url.scheme().equals("https")
                        && !url.port().isEmpty()
                        && !url.port().equals("443"),
                "names a port for https"))
        .vmcatcher(WARNING, "vmcatcher retrieveHttps.py", "vmcatcher fetches from port 443")
        .rule(
            "uri-bare",
            AddressChecks.no(
                url -> !(url.user() + url.query() + url.fragment()).isEmpty(),
                "has a user, a query or a fragment"))
        .vmcatcher(WARNING, "vmcatcher urimunge.py", "vmcatcher fetches without it from now on")
        .rule("uri-moves", AddressChecks::whereItWasFetched)
        .vmcatcher(WARNING, "vmcatcher fatcontroler.py", "vmcatcher fetches from there from now on")
        .rule("uri-password", AddressChecks.noPassword())
        .hepix(WARNING, "RFC 3986, 3.2.1", "everybody can read it")
        .rule(
            "ascii",
            KeyChecks.ascii(List.of(Keys.TITLE, Keys.DESCRIPTION, Keys.SOURCE, Keys.VERSION)))
        .vmcatcher(WARNING, "vmcatcher ChangeLog 0.6.0", "some sites cannot store it")
        .rule("column", KeyChecks.fits(COLUMNS))
        .vmcatcher(
            WARNING,
            "vmcatcher databaseDefinition.py",
            "vmcatcher cannot store it in PostgreSQL or MySQL")
        .rules();
  }

  /** The VO is asked for with each image. */
  private static void vo(RuleContext part) {
    if (!part.document().images().isEmpty()) {
      KeyChecks.meaningful(List.of(ConsumerKeys.VO)).look(part);
    }
  }
}
