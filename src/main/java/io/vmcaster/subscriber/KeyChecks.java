package io.vmcaster.subscriber;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Timestamps;
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
      if (text.charAt(i) > '~') {
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
}
