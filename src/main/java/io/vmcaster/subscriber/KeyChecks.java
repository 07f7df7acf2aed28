package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.subscriber.Rule.Check;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks of single values: whether they are there, and what they are made of. */
final class KeyChecks {

  private static final Pattern ASCII = Pattern.compile("[\\x01-~]*+");

  /** What a shell takes literally inside an unquoted word. */
  static final Pattern PLAIN_IN_SHELL = Pattern.compile("[\\w:/.~%+,=@#\\[\\]-]*+");

  /** What a URI has by the letter: no blanks, control characters, quotes or foreign characters. */
  static final Pattern URI_CHARACTERS = Pattern.compile("[!-~&&[^\"<>\\\\^`{|}]]*+");

  private KeyChecks() {}

  /** None of the keys has a value of a kind; that of an absent key is a {@link MissingNode}. */
  private static Check none(List<String> keys, Predicate<JsonNode> kind, String what) {
    return part -> {
      for (String key : keys) {
        JsonNode value = part.value(key);
        if (kind.test(value == null ? MissingNode.getInstance() : value)) {
          part.wrong(key, what);
        }
      }
    };
  }

  /** The keys are there and not null. */
  static Check present(List<String> keys) {
    return there(keys, List.of());
  }

  /** The keys are there, and not null unless they are among those that may be. */
  static Check there(List<String> keys, List<String> mayBeNull) {
    return part -> {
      for (String key : keys) {
        if (part.lacks(key) && !(part.value(key) != null && mayBeNull.contains(key))) {
          part.wrong(key, part.value(key) == null ? "is missing" : "is null");
        }
      }
    };
  }

  /** The keys, where they are there, are not null. */
  static Check notNull(List<String> keys) {
    return none(keys, JsonNode::isNull, "is null");
  }

  /** The keys are there, and not what Rails calls blank: false and what is empty are, too. */
  static Check meaningful(List<String> keys) {
    return filled(keys)
        .and(
            none(
                keys,
                value ->
                    value.isContainerNode()
                        ? value.isEmpty()
                        : value.isBoolean() && !value.booleanValue(),
                "is empty or false"));
  }

  /** The keys, where they are there, can be made a number of in Ruby: texts and numbers can. */
  static Check countable(List<String> keys) {
    return none(
        keys,
        value -> value.isBoolean() || value.isContainerNode(),
        "is an array, an object, true or false");
  }

  /** The keys are there and hold more than blanks. */
  static Check filled(List<String> keys) {
    return present(keys).and(notBlank(keys));
  }

  /** The keys, where they are there, hold more than blanks. */
  static Check notBlank(List<String> keys) {
    return noText(keys, String::isBlank, "is empty");
  }

  /** The keys, where they are there, are strings. */
  static Check strings(List<String> keys) {
    return part -> {
      for (String key : keys) {
        if (!part.lacks(key) && part.text(key) == null) {
          JsonNode value = part.value(key);
          FixCommand commands = part.commands();
          boolean compound = value.isContainerNode();
          part.wrong(
              key,
              "is not a JSON string",
              compound ? commands.give(key) : commands.set(key, Json.text(value)));
        }
      }
    };
  }

  /** The keys, where they are there, are no arrays or objects. */
  static Check scalars(List<String> keys) {
    return none(keys, JsonNode::isContainerNode, "is an array or object");
  }

  /** The keys, where they are texts, are ASCII. */
  static Check ascii(List<String> keys) {
    return made(keys, ASCII, "is not plain ASCII");
  }

  /** The keys, where they are texts, match a pattern. */
  static Check made(List<String> keys, Pattern of, String what) {
    return noText(keys, text -> !of.matcher(text).matches(), what);
  }

  /** None of the keys is a text of a kind. */
  static Check noText(List<String> keys, Predicate<String> kind, String what) {
    return none(keys, value -> value.isTextual() && kind.test(value.textValue()), what);
  }

  /**
   * The key, where it is a text, is in a form that any text can be put into.
   *
   * @param otherwise what is wrong, in which {@code TEXT} stands for the text
   */
  static Check inForm(String key, UnaryOperator<String> form, String otherwise) {
    return part -> {
      String text = part.text(key);
      if (text != null && !form.apply(text).equals(text)) {
        part.wrong(
            key, otherwise.replace("TEXT", text), part.commands().set(key, form.apply(text)));
      }
    };
  }

  /** The keys, where they are there, are no longer than their columns. */
  static Check fits(Map<String, Integer> columns) {
    return part ->
        columns.forEach(
            (key, width) -> {
              String text = part.text(key);
              if (text != null && text.codePointCount(0, text.length()) > width) {
                part.wrong(key, "is longer than " + width + " characters");
              }
            });
  }

  /** The keys are not there. */
  static Check absent(List<String> keys) {
    return part -> {
      for (String key : keys) {
        if (part.value(key) != null) {
          part.wrong(key, "is set", part.commands().remove(key));
        }
      }
    };
  }

  /**
   * The metadata keys that consumers ask for: the sets that each of them requires, and the rest.
   */
  static final class ConsumerKeys {

    static final String VO = "ad:vo";
    static final String MPURI = "ad:mpuri";
    static final String GROUP = "ad:group";
    static final String USER_NAME = "ad:user:fullname";
    static final String USER_GUID = "ad:user:guid";
    static final String USER_URI = "ad:user:uri";
    static final String RAM_MINIMUM = "hv:ram_minimum";
    static final String CORE_MINIMUM = "hv:core_minimum";

    /**
     * hepixvmitrust vmitrustlib.py, imagelist_required_metadata; vmcaster state.py has the same.
     */
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
        with(
            IMAGE,
            Keys.FORMAT,
            Keys.OS_NAME,
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

    /** The same for atrope, which reads but the dates. */
    static final List<String> MAY_BE_NULL_FOR_ATROPE =
        with(MAY_BE_NULL, Keys.IDENTIFIER, Keys.URI, Keys.VERSION);

    /** The same of an endorser. */
    static final List<String> ENDORSER_MAY_BE_NULL = List.of(Keys.EMAIL, Keys.CREATOR);

    /** Keys of an image that vmcatcher makes a text of, whatever they are. */
    static final List<String> IMAGE_MAY_BE_NULL = List.of(Keys.COMMENTS, Keys.OS, Keys.OS_VERSION);

    /** What cloudkeeper would take from an endorser in place of the image's own value. */
    static final List<String> HIDDEN_BY_ENDORSER =
        with(IMAGE_OF_CLOUDKEEPER, Keys.TITLE, Keys.DESCRIPTION, Keys.SIZE, Keys.VERSION);

    private ConsumerKeys() {}

    static List<String> with(List<String> keys, String... more) {
      return Stream.concat(keys.stream(), Stream.of(more)).toList();
    }

    static List<String> without(List<String> keys, List<String> others) {
      return keys.stream().filter(key -> !others.contains(key)).toList();
    }
  }
}
