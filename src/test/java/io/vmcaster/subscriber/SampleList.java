package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A document that every reader likes, and the ways to spoil it. Immutable. */
record SampleList(ObjectNode list, ObjectNode endorser, List<ObjectNode> images) {

  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final String LIST_ID = "76fdee70-8119-5d33-9f40-3c57e1c60df1";
  static final String IMAGE_ID = "c0482bc2-bf41-5d49-8a85-a750174a186b";
  static final String OTHER_IMAGE_ID = "662b0e71-3e21-4f33-b6a1-cc2f51319fa7";
  static final String DN = "/C=DE/O=GermanGrid/OU=DESY/CN=Owen Synge";

  /** The good one: two images, one of them with its size as text. */
  static SampleList good() {
    return new SampleList(
        object(
            """
            {"dc:date:created": "2026-11-23T11:55:00Z", "dc:date:expires": "2026-12-21T12:00:00Z",
             "dc:description": "Images of the example VO", "dc:identifier": "%s",
             "dc:source": "https://www.example.org/", "dc:title": "Example", "ad:vo": "vo.example.org",
             "hv:uri": "https://www.example.org/lists/example.list", "hv:version": "2.7.2-1-2"}
            """
                .formatted(LIST_ID)),
        object(
            """
            {"hv:dn": "%s", "hv:ca": "/C=DE/O=GermanGrid/CN=GridKa-CA",
             "hv:email": "owen@example.org", "dc:creator": "Owen Synge"}
            """
                .formatted(DN)),
        List.of(
            image(IMAGE_ID, "Scientific Linux", "121243136", "a1"),
            image(OTHER_IMAGE_ID, "CentOS", "\"581816320\"", "b2")));
  }

  static ObjectNode image(String id, String name, String size, String digits) {
    return object(
        """
        {"dc:description": "", "dc:identifier": "%1$s", "dc:title": "%2$s 6 server",
         "dc:date:expires": "2027-11-23T00:00:00Z", "hv:format": "qcow2", "hv:hypervisor": "kvm",
         "hv:size": %3$s, "hv:uri": "https://www.example.org/images/%1$s_2026-11-23.qcow2",
         "hv:version": "1.0.1", "sl:arch": "x86_64", "sl:checksum:sha512": "%4$s", "sl:comments": "",
         "sl:os": "Linux", "sl:osname": "%2$s", "sl:osversion": "6.0",
         "ad:mpuri": "https://appdb.example.org/store/vo/image/%1$s:484/", "ad:group": "General group",
         "ad:user:fullname": "Owen Synge", "ad:user:guid": "9d9dd6cf", "ad:user:uri": "https://e.org/o"}
        """
            .formatted(id, name, size, digits.repeat(64)));
  }

  static ObjectNode object(String text) {
    return (ObjectNode) Json.read(text, "sample");
  }

  SampleList list(String key, String json) {
    return new SampleList(change(list, key, json), endorser, images);
  }

  SampleList endorser(String key, String json) {
    return new SampleList(list, change(endorser, key, json), images);
  }

  /** Changes the first image. */
  SampleList image(String key, String json) {
    List<ObjectNode> changed = new ArrayList<>(images);
    changed.set(0, change(images.get(0), key, json));
    return new SampleList(list, endorser, changed);
  }

  SampleList withImages(ObjectNode... others) {
    return new SampleList(list, endorser, List.of(others));
  }

  /** The object with a member set to what the JSON says, or without it when that is null. */
  static ObjectNode change(ObjectNode object, String key, String json) {
    Map<String, JsonNode> members = new TreeMap<>(Json.members(object));
    members.remove(key);
    if (json != null) {
      members.put(key, Json.read(json, key));
    }
    return Json.object(members);
  }

  /** The inner object; what was set at list level wins over endorser and images. */
  ObjectNode inner() {
    Map<String, JsonNode> members = new TreeMap<>();
    members.put(Keys.ENDORSER, Json.object(Keys.X509, endorser));
    members.put(Keys.IMAGES, Json.array(images.stream().map(i -> wrap(Keys.IMAGE, i)).toList()));
    members.putAll(Json.members(list));
    return Json.object(members);
  }

  private static JsonNode wrap(String name, ObjectNode object) {
    return Json.object(name, object);
  }

  ObjectNode document() {
    return Json.object(Keys.IMAGE_LIST, inner());
  }

  /** The document without a member that is always there otherwise. */
  ObjectNode without(String key) {
    return Json.object(Keys.IMAGE_LIST, change(inner(), key, null));
  }
}
