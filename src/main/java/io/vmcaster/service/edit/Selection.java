package io.vmcaster.service.edit;

import io.vmcaster.model.Item;

/**
 * An item as a user names it.
 *
 * @param kind what it is
 * @param text its identifier, or the unique beginning of one
 */
public record Selection(Item.Kind kind, String text) {}
