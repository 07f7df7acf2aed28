package io.vmcaster.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.context.Messages;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.repository.orm.WriteTransaction;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Creates, changes, connects and deletes lists, images and endorsers. Each change is one
 * transaction, which looks first whether it is possible; a dry run only looks. What was done, or
 * would be, is told.
 *
 * <p>Each fails with a {@link NotFoundFailure} when a selected item is not there, a {@link
 * UsageFailure} for a key or name that cannot be, and a {@link
 * io.vmcaster.error.Failure.LockedFailure} when other runs do not end in time.
 *
 * @param dryRun whether nothing is changed
 */
public record ListEditor(Repository repository, boolean dryRun, Messages messages) {

  /** What every image has of its own, even where a list has one image only. */
  private static final Set<String> OWN =
      Set.of(Keys.SIZE, Keys.SHA512, Keys.VERSION, Keys.URI, Keys.TITLE, Keys.DESCRIPTION);

  /**
   * A change that was made, or would be.
   *
   * @param steps what it did, a sentence each without a final dot
   * @param warnings what the user should know about it
   */
  public record Change(List<String> steps, List<String> warnings) {}

  /**
   * An image to be created.
   *
   * @param image its identifier
   * @param list the list that it joins, if any
   * @param like an image of that list whose shared values it begins with, if any
   * @param values what is set at once; beats what is shared
   */
  public record NewImage(
      ImageId image,
      Optional<Selection> list,
      Optional<Selection> like,
      Map<String, JsonNode> values) {}

  /** Creates a list or an endorser; one that is there stays as it is. */
  public Change add(Item item) {
    return make((contents, plan) -> plan.add(contents, item));
  }

  /**
   * Creates the endorser that a certificate names; of one that is there, what is missing is set.
   */
  public Change add(X509Certificate certificate) {
    return make(
        (contents, plan) -> {
          Dn dn = OneLineName.subject(certificate);
          ObjectNode known = contents.metadata(dn).orElse(Json.object());
          plan.add(contents, dn);
          plan.set(dn, CertifiedEndorser.missing(certificate, known));
        });
  }

  /**
   * Creates an image, with values and in a list if that is asked for.
   *
   * @throws UsageFailure when it shall be like one that is not in the list
   */
  public Change add(NewImage asked) {
    return make(
        (contents, plan) -> {
          ImageId image = asked.image();
          Optional<ListId> list = asked.list().map(selection -> selection.list(contents));
          boolean there = contents.exists(image);
          plan.add(contents, image);
          if (asked.like().isPresent() && !there) {
            ImageId model = asked.like().get().image(contents);
            plan.set(image, shared(contents, image, list.orElseThrow(), model));
          }
          plan.set(image, asked.values());
          list.ifPresent(id -> plan.bind(contents, id, image));
        });
  }

  private static Map<String, JsonNode> shared(
      ReadTransaction contents, ImageId image, ListId list, ImageId model) {
    if (!contents.listsWith(model).contains(list)) {
      throw new UsageFailure(
          "--like names " + name(model) + ", which is not in " + name(list), null);
    }
    ObjectNode metadata = contents.metadata(model).orElse(Json.object());
    Map<String, JsonNode> shared = new TreeMap<>(Json.members(metadata));
    shared.keySet().removeAll(OWN);
    for (Image other : contents.list(list).orElseThrow().images()) {
      shared
          .entrySet()
          .removeIf(value -> !value.getValue().equals(other.metadata().get(value.getKey())));
    }
    Json.text(metadata, Keys.URI) // an upload puts the new file into the same directory
        .filter(uri -> uri.indexOf('/') >= 0)
        .map(uri -> uri.substring(0, uri.lastIndexOf('/') + 1))
        .ifPresent(directory -> shared.put(Keys.URI, Json.of(directory + image.text())));
    return shared;
  }

  /** Deletes an item with its metadata and bindings. */
  public Change delete(Selection selection) {
    return make(
        (contents, plan) -> {
          Item item = selection.item(contents);
          for (ListId list : contents.listsWith(item)) {
            plan.step(name(item) + " taken from " + name(list));
          }
          String stay = item instanceof ListId ? "; its images stay" : "";
          plan.step(name(item) + " deleted" + stay, changes -> changes.delete(item));
        });
  }

  /** Binds members to a list; what is bound stays bound. */
  public Change connect(Selection selectedList, List<Selection> members) {
    return make(
        (contents, plan) -> {
          ListId list = selectedList.list(contents);
          members.forEach(member -> plan.bind(contents, list, member.item(contents)));
        });
  }

  /**
   * Unbinds members from a list.
   *
   * @throws NotFoundFailure when one of them is not bound to it
   */
  public Change disconnect(Selection selectedList, List<Selection> members) {
    return make(
        (contents, plan) -> {
          ListId list = selectedList.list(contents);
          for (Selection selected : members) {
            Item member = selected.item(contents);
            if (!contents.listsWith(member).contains(list)) {
              throw new NotFoundFailure(
                  name(member) + " is not in " + name(list),
                  "See what is in it with --imagelist " + list + " --imagelist-show.");
            }
            plan.step(
                name(member) + " taken from " + name(list),
                changes -> changes.unbind(list, member));
          }
        });
  }

  /** Sets values of an item. */
  public Change set(Selection selection, Map<String, JsonNode> values) {
    return make((contents, plan) -> plan.set(selection.item(contents), values));
  }

  /**
   * Removes values of an item.
   *
   * @throws NotFoundFailure when it has no such key
   */
  public Change remove(Selection selection, List<String> keys) {
    return make(
        (contents, plan) -> {
          Item item = selection.item(contents);
          ObjectNode metadata = contents.metadata(item).orElse(Json.object());
          for (String key : keys) {
            if (!metadata.has(key)) {
              throw new NotFoundFailure(
                  name(item) + " has no key '" + key + "'",
                  "See its keys with --" + item.kind().flag() + "-keys.");
            }
            plan.step(key + " of " + name(item) + " removed", changes -> changes.remove(item, key));
          }
        });
  }

  /** Plans a change, makes it in the same transaction, and tells of it. */
  Change make(BiConsumer<ReadTransaction, Plan> planning) {
    Plan plan = new Plan();
    if (dryRun) {
      planning.accept(repository.contents(), plan);
    } else {
      repository.edit(
          changes -> {
            planning.accept(changes, plan);
            plan.work.forEach(each -> each.accept(changes));
          });
    }
    plan.warnings.forEach(messages::warn);
    plan.steps.forEach(step -> messages.info(dryRun ? "would be done: " + step : step));
    return new Change(plan.steps, plan.warnings);
  }

  /** What messages call an item. */
  private static String name(Item item) {
    return item.kind().label() + " " + item.text();
  }

  /** A change that was found possible, and was not made yet. */
  static final class Plan {

    private final List<String> steps = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<Consumer<WriteTransaction>> work = new ArrayList<>();

    /** A step that needs no work of its own. */
    void step(String sentence) {
      steps.add(sentence);
    }

    void step(String sentence, Consumer<WriteTransaction> change) {
      work.add(change);
      step(sentence);
    }

    void warn(String sentence) {
      warnings.add(sentence);
    }

    void add(ReadTransaction contents, Item item) {
      if (contents.exists(item)) {
        step(name(item) + " is there already");
      } else {
        step(name(item) + " created", changes -> changes.add(item));
      }
    }

    void bind(ReadTransaction contents, ListId list, Item member) {
      if (contents.exists(member) && contents.listsWith(member).contains(list)) {
        step(name(member) + " is in " + name(list) + " already");
      } else {
        step(name(member) + " put into " + name(list), changes -> changes.bind(list, member));
      }
    }

    /** Sets values of an item that is there, or is being created. */
    void set(Item item, Map<String, JsonNode> values) {
      values.forEach(
          (key, value) -> {
            MetadataValues.concern(key, value).ifPresent(warnings::add);
            step(key + " of " + name(item) + " set", changes -> changes.set(item, key, value));
          });
    }
  }

  /** The endorser that a certificate names. */
  private static final class CertifiedEndorser {

    private static final int EMAIL_NAME = 1; // rfc822Name, RFC 5280 section 4.2.1.6
    private static final String EMAIL_TYPE = "1.2.840.113549.1.9.1";

    /**
     * What the certificate says, but for what is known already; the issuer is always as it says.
     */
    static Map<String, JsonNode> missing(X509Certificate certificate, ObjectNode known) {
      Map<String, JsonNode> values = new LinkedHashMap<>();
      JsonNode issuer = Json.of(OneLineName.issuer(certificate).text());
      if (!issuer.equals(known.get(Keys.CA))) {
        values.put(Keys.CA, issuer);
      }
      attribute(certificate, "CN").ifPresent(cn -> values.put(Keys.CREATOR, Json.of(cn)));
      email(certificate).ifPresent(email -> values.put(Keys.EMAIL, Json.of(email)));
      values.keySet().removeIf(key -> !key.equals(Keys.CA) && known.has(key));
      return values;
    }

    /**
     * The alternative name is where an address belongs; older certificates have it in the subject.
     */
    private static Optional<String> email(X509Certificate certificate) {
      try {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
          if (name.get(0).equals(EMAIL_NAME)) {
            return Optional.of(String.valueOf(name.get(1)));
          }
        }
      } catch (CertificateParsingException e) {
        // then it has none that could be used
      }
      return attribute(certificate, "EMAILADDRESS");
    }

    /** The most specific value of that type in the subject. */
    private static Optional<String> attribute(X509Certificate certificate, String type) {
      String subject =
          certificate
              .getSubjectX500Principal()
              .getName("RFC2253", Map.of(EMAIL_TYPE, "EMAILADDRESS"));
      try {
        List<Rdn> parts = new LdapName(subject).getRdns();
        for (int i = parts.size() - 1; i >= 0; i--) {
          if (parts.get(i).getType().equalsIgnoreCase(type)
              && parts.get(i).getValue() instanceof String text) {
            return Optional.of(text);
          }
        }
      } catch (InvalidNameException e) {
        // a name that cannot be taken apart has no part that could be used
      }
      return Optional.empty();
    }
  }
}
