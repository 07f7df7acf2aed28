package io.vmcaster.config;

import java.util.List;
import java.util.Map;

/**
 * What a protocol adds to the configuration.
 *
 * @param names by which a section asks for it
 * @param keys its own keys, each with the texts that it may be; none where it may be any
 */
public record ProtocolKeys(List<String> names, Map<String, List<String>> keys) {}
