package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Timestamps;
import io.vmcaster.subscriber.Rule.Check;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Checks of single values: whether they are there, and what they are made of. */
final class KeyChecks {

  /** How long an image that has no expiry yet might well be offered; the fix proposes it. */
  private static final Duration PROPOSED_LIFE = Duration.ofDays(365);

  private KeyChecks() {}

  /** The keys are there and not null. */
  static Check present(List<String> keys) {
    return (context, findings) -> {
      for (String key : keys) {
        JsonNode value = context.value(key);
        if (value == null || value instanceof NullNode) {
          findings.add(key, key + (value == null ? " is missing" : " is null"), fix(context, key));
        }
      }
    };
  }

  /** The keys are there, and not null unless they are among those that may be. */
  static Check there(List<String> keys, List<String> mayBeNull) {
    return (context, findings) -> {
      for (String key : keys) {
        if (context.value(key) == null || !mayBeNull.contains(key)) {
          present(List.of(key)).find(context, findings);
        }
      }
    };
  }

  /** The keys, where they are there, are not null. */
  static Check notNull(List<String> keys) {
    return (context, findings) -> {
      for (String key : keys) {
        if (context.value(key) instanceof NullNode) {
          findings.add(key, key + " is null", fix(context, key));
        }
      }
    };
  }

  /** The keys are there, and not what Rails calls blank: false and what is empty are, too. */
  static Check meaningful(List<String> keys) {
    Check notEmpty =
        (context, findings) -> {
          for (String key : keys) {
            JsonNode value = context.value(key);
            boolean nothing = value instanceof BooleanNode no && !no.booleanValue();
            if (nothing || (value instanceof ContainerNode<?> held && held.isEmpty())) {
              findings.add(key, key + " is empty or false", fix(context, key));
            }
          }
        };
    return filled(keys).and(notEmpty);
  }

  /** The keys, where they are there, can be made a number of in Ruby: texts and numbers can. */
  static Check countable(List<String> keys) {
    return (context, findings) -> {
      for (String key : keys) {
        JsonNode value = context.value(key);
        if (value instanceof BooleanNode || value instanceof ContainerNode<?>) {
          findings.add(key, key + " is an array, an object or a truth value", fix(context, key));
        }
      }
    };
  }

  /** The keys are there and hold more than blanks. */
  static Check filled(List<String> keys) {
    return present(keys).and(notBlank(keys));
  }

  /** The keys, where they are there, hold more than blanks. */
  static Check notBlank(List<String> keys) {
    return (context, findings) -> {
      for (String key : keys) {
        if (context.value(key) instanceof TextNode text && text.textValue().isBlank()) {
          findings.add(key, key + " is empty", fix(context, key));
        }
      }
    };
  }

  /** The keys, where they are there, are strings. */
  static Check strings(List<String> keys) {
    return (context, findings) -> {
      for (String key : keys) {
        JsonNode value = context.value(key);
        if (value != null && !(value instanceof TextNode) && !(value instanceof NullNode)) {
          findings.add(key, key + " is not a JSON string", retype(context, key, value));
        }
      }
    };
  }

  /** The keys, where they are there, are no arrays or objects. */
  static Check scalars(List<String> keys) {
    return (context, findings) -> {
      for (String key : keys) {
        JsonNode value = context.value(key);
        if (value instanceof ArrayNode || value instanceof ObjectNode) {
          findings.add(key, key + " is an array or object", fix(context, key));
        }
      }
    };
  }

  /** The keys, where they are there, are ASCII. */
  static Check ascii(List<String> keys) {
    return (context, findings) -> {
      for (String key : keys) {
        String text = context.text(key);
        if (text != null && !isAscii(text)) {
          findings.add(key, key + " is not plain ASCII", fix(context, key));
        }
      }
    };
  }

  /** The keys, where they are there, are no longer than their columns. */
  static Check fits(Map<String, Integer> columns) {
    return (context, findings) ->
        columns.forEach(
            (key, width) -> {
              String text = context.text(key);
              if (text != null && text.codePointCount(0, text.length()) > width) {
                String problem = key + " is longer than " + width + " characters";
                findings.add(key, problem, fix(context, key));
              }
            });
  }

  /** The keys are not there. */
  static Check absent(List<String> keys) {
    return (context, findings) -> {
      for (String key : keys) {
        if (context.value(key) != null) {
          findings.add(key, key + " is set", context.commands().remove(key));
        }
      }
    };
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > '~' || text.charAt(i) == 0) {
        return false;
      }
    }
    return true;
  }

  private static String retype(RuleContext context, String key, JsonNode value) {
    boolean compound = value instanceof ArrayNode || value instanceof ObjectNode;
    return compound ? fix(context, key) : context.commands().set(key, Json.text(value));
  }

  /** The command that gives a key a good value. */
  static String fix(RuleContext context, String key) {
    FixCommand commands = context.commands();
    return switch (context.scope()) {
      case LIST -> fixList(commands, key);
      case ENDORSER -> key.equals(Keys.DN) ? commands.connectEndorser() : value(commands, key);
      case IMAGE -> fixImage(context, key);
    };
  }

  private static String fixList(FixCommand commands, String key) {
    return switch (key) {
      case Keys.CREATED, Keys.EXPIRES, Keys.VERSION, Keys.IMAGES -> commands.update();
      case Keys.ENDORSER -> commands.connectEndorser();
      case Keys.IDENTIFIER -> FixCommand.addList();
      default -> value(commands, key);
    };
  }

  private static String fixImage(RuleContext context, String key) {
    FixCommand commands = context.commands();
    return switch (key) {
      case Keys.SIZE, Keys.SHA512, Keys.VERSION -> commands.upload();
      case Keys.IDENTIFIER -> commands.addImage();
      case Keys.EXPIRES -> commands.set(key, Timestamps.format(context.now().plus(PROPOSED_LIFE)));
      default -> value(commands, key);
    };
  }

  private static String value(FixCommand commands, String key) {
    return commands.set(key, FixCommand.VALUE);
  }

  /** The metadata keys that readers ask for: the sets that each of them requires, and the rest. */
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

    /** The same for atrope, which reads but the dates. */
    static final List<String> MAY_BE_NULL_FOR_ATROPE =
        List.of(Keys.TITLE, Keys.DESCRIPTION, Keys.SOURCE, Keys.IDENTIFIER, Keys.URI, Keys.VERSION);

    /** The same of an endorser. */
    static final List<String> ENDORSER_MAY_BE_NULL = List.of(Keys.EMAIL, Keys.CREATOR);

    /** Keys of an image that vmcatcher makes a text of, whatever they are. */
    static final List<String> IMAGE_MAY_BE_NULL = List.of(Keys.COMMENTS, Keys.OS, Keys.OS_VERSION);

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
}
