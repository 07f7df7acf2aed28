package io.vmcaster.service.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.ImageListParser;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.signing.MessageForm;
import io.vmcaster.signing.SignedListReader;
import io.vmcaster.subscriber.CheckOptions;
import io.vmcaster.subscriber.Consumer;
import io.vmcaster.subscriber.Finding;
import io.vmcaster.subscriber.ListNormalizer;
import io.vmcaster.subscriber.ListRules;
import io.vmcaster.subscriber.MessageRules;
import io.vmcaster.subscriber.MessageTrait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells what consumers will make of a list. */
public final class ConsumerCheck {

  private static final Duration USUAL_LIFETIME = Duration.ofDays(28);

  private final Set<Consumer> consumers;
  private final Instant now;

  /** For these consumers, by their clock. */
  public ConsumerCheck(Set<Consumer> consumers, Instant now) {
    this.consumers = Set.copyOf(consumers);
    this.now = now;
  }

  /**
   * A list of the database; what publishing sets by itself is taken as set.
   *
   * @param published the version that is public
   * @param elsewhere its images that another list holds, too
   */
  public List<Finding> stored(
      ImageList list, Optional<Version> published, Map<ImageId, ListId> elsewhere) {
    Map<String, JsonNode> stamps = new HashMap<>();
    stamp(list, stamps, Keys.VERSION, Version.FIRST.text());
    stamp(list, stamps, Keys.CREATED, Timestamps.format(ListNormalizer.created(now)));
    stamp(list, stamps, Keys.EXPIRES, Timestamps.format(now.plus(USUAL_LIFETIME)));
    CheckOptions situation = CheckOptions.at(now).after(published).beside(elsewhere);
    return ListRules.check(list.with(stamps), consumers, situation);
  }

  /** A list that is about to get version and dates and be published. */
  public List<Finding> aboutToBePublished(ImageList list) {
    ImageList dated =
        list.with(
            Map.of(
                Keys.CREATED, Json.of(Timestamps.format(ListNormalizer.created(now))),
                Keys.EXPIRES, Json.of(Timestamps.format(now.plus(USUAL_LIFETIME)))));
    return stored(dated, Optional.empty(), Map.of());
  }

  private static void stamp(
      ImageList list, Map<String, JsonNode> stamps, String key, String value) {
    if (list.text(key).filter(text -> !text.isEmpty()).isEmpty()) {
      stamps.put(key, Json.of(value));
    }
  }

  /**
   * A published list, signed or bare: the message, then the list in it.
   *
   * @param bytes the message
   * @param what the file or URL that it was fetched from
   * @throws io.vmcaster.error.InvalidDataFailure when it cannot be taken apart, or is no JSON
   */
  public List<Finding> published(byte[] bytes, String what) {
    return SignedListReader.looksSigned(bytes)
        ? signed(MessageForm.of(bytes, what), what)
        : bare(Json.read(bytes, what), what);
  }

  private List<Finding> signed(MessageForm form, String what) {
    JsonNode document = Json.read(form.list(), what);
    Optional<ImageList> list = list(document, what);
    List<Finding> findings =
        new ArrayList<>(
            MessageRules.check(
                MessageTraits.of(form, list, now), consumers, list.map(ImageList::id)));
    findings.addAll(ListRules.check(document, consumers, fetched(what)));
    return findings;
  }

  private CheckOptions fetched(String what) {
    return CheckOptions.at(now).fetchedFrom(what);
  }

  private static Optional<ImageList> list(JsonNode document, String what) {
    try {
      return Optional.of(ImageListParser.parse(document, what));
    } catch (InvalidDataFailure e) {
      return Optional.empty(); // the rules on lists say what is wrong with it
    }
  }

  private List<Finding> bare(JsonNode document, String what) {
    List<Finding> findings =
        new ArrayList<>(
            MessageRules.check(
                Set.of(MessageTrait.UNSIGNED), consumers, list(document, what).map(ImageList::id)));
    findings.addAll(ListRules.check(document, consumers, fetched(what)));
    return findings;
  }
}
