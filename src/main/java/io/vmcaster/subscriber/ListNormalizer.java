package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NumericNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.model.Timestamps;
import io.vmcaster.subscriber.DateChecks.LenientTimestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list in the form that every consumer takes. Only what can be said otherwise without changing
 * its meaning is changed; everything else stays as it is stored.
 *
 * @param list the list to sign
 * @param changes what was changed, a sentence each without a full stop; empty when nothing was
 */
public record ListNormalizer(ImageList list, List<String> changes) {

  /** How long before now a list is said to be made, for subscribers whose clocks are slow. */
  public static final Duration BACK_DATING = Duration.ofMinutes(5);

  /** Copies the sentences. */
  public ListNormalizer {
    changes = List.copyOf(changes);
  }

  /** The moment to write as {@code dc:date:created} of a list that is signed now. */
  public static Instant created(Instant now) {
    return now.minus(BACK_DATING).truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * A list in the form that every consumer takes.
   *
   * @param list as it is stored
   * @param signer the endorser who signs; the others are left out. When the list does not have that
   *     endorser, its endorsers stay as they are
   */
  public static ListNormalizer of(ImageList list, Dn signer) {
    List<String> changes = new ArrayList<>();
    List<Endorser> endorsers = alone(list.endorsers(), signer, changes);
    ObjectNode metadata = list.metadata();
    metadata = versionAsText(metadata, "the list", changes);
    metadata = safeDate(metadata, Keys.CREATED, "the list", changes);
    metadata = safeDate(metadata, Keys.EXPIRES, "the list", changes);
    List<Image> images = list.images().stream().map(image -> safe(image, changes)).toList();
    return new ListNormalizer(new ImageList(list.id(), metadata, endorsers, images), changes);
  }

  private static List<Endorser> alone(List<Endorser> endorsers, Dn signer, List<String> changes) {
    Optional<Endorser> signing =
        endorsers.stream().filter(endorser -> endorser.dn().equals(signer)).findFirst();
    if (signing.isEmpty() || endorsers.size() < 2) {
      return endorsers;
    }
    for (Endorser other : endorsers) {
      if (!other.dn().equals(signer)) {
        changes.add("the signed list names " + signer + " alone, without " + other.dn());
      }
    }
    return List.of(signing.get());
  }

  private static Image safe(Image image, List<String> changes) {
    String what = "image " + image.id();
    ObjectNode metadata = versionAsText(image.metadata(), what, changes);
    metadata = safeDate(metadata, Keys.EXPIRES, what, changes);
    metadata = lowerCase(metadata, what, changes);
    return metadata.equals(image.metadata()) ? image : new Image(image.id(), metadata);
  }

  private static ObjectNode versionAsText(ObjectNode metadata, String what, List<String> changes) {
    JsonNode value = metadata.get(Keys.VERSION);
    if (!(value instanceof NumericNode number)) {
      return metadata;
    }
    changes.add(Keys.VERSION + " of " + what + " is signed as a string: " + number.asText());
    return Json.with(metadata, Keys.VERSION, Json.of(number.asText()));
  }

  private static ObjectNode safeDate(
      ObjectNode metadata, String key, String what, List<String> changes) {
    if (!(metadata.get(key) instanceof TextNode text)) {
      return metadata;
    }
    Optional<String> safe = LenientTimestamp.parse(text.textValue()).map(Timestamps::format);
    if (safe.isEmpty() || safe.get().equals(text.textValue())) {
      return metadata;
    }
    changes.add(key + " of " + what + " is signed as " + safe.get() + ", not " + text.textValue());
    return Json.with(metadata, key, Json.of(safe.get()));
  }

  private static ObjectNode lowerCase(ObjectNode metadata, String what, List<String> changes) {
    if (!(metadata.get(Keys.SHA512) instanceof TextNode text)) {
      return metadata;
    }
    Optional<Sha512> sum = Sha512.parse(text.textValue());
    if (sum.isEmpty() || sum.get().hex().equals(text.textValue())) {
      return metadata;
    }
    changes.add(Keys.SHA512 + " of " + what + " is signed in lower case");
    return Json.with(metadata, Keys.SHA512, Json.of(sum.get().hex()));
  }
}
