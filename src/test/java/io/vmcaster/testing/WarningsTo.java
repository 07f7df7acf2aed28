package io.vmcaster.testing;

import io.vmcaster.context.Messages;
import java.util.Collection;

/**
 * Messages of which warnings are kept, and nothing else.
 *
 * @param warnings where each is added
 */
public record WarningsTo(Collection<String> warnings) implements Messages {
  @Override
  public void warn(String text) {
    warnings.add(text);
  }

  @Override
  public void info(String text) {}
}
