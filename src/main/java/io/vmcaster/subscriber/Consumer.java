package io.vmcaster.subscriber;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that reads image lists, or the format itself ({@code HEPIX}). */
public enum Consumer {
  /** The format as its specification and its own library have it. */
  HEPIX,
  /** vmcatcher, the format's first consumer. */
  VMCATCHER,
  /** cloudkeeper, for OpenNebula and OpenStack. */
  CLOUDKEEPER,
  /** atrope, for OpenStack; the only one that is still developed. */
  ATROPE;

  /** The name on command lines and in configurations, in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The consumer of that lower-case name; empty when there is none. */
  public static Optional<Consumer> parse(String label) {
    return Stream.of(values()).filter(consumer -> consumer.label().equals(label)).findFirst();
  }
}
