package io.vmcaster.service.doctor;

import io.vmcaster.context.Messages;
import java.util.ArrayList;
import java.util.List;

/** Keeps what would be warned of. */
public final class Warnings implements Messages {

  private final List<String> texts = new ArrayList<>();

  /** Every warning so far. */
  public List<String> texts() {
    return List.copyOf(texts);
  }

  @Override
  public void warn(String text) {
    texts.add(text);
  }

  @Override
  public void info(String text) {}

  @Override
  public void detail(String text) {}
}
