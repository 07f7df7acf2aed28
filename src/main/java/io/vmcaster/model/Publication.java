package io.vmcaster.model;

import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ListId;
import java.time.Instant;

/**
 * A version of a list that was made public.
 *
 * @param id given by the database, growing; 0 for a new one
 * @param list the list
 * @param version its version
 * @param at when it was published
 * @param expires when the list says it expires
 * @param signer who signed it
 * @param uri where subscribers find it
 * @param summary what changed, in one line
 */
public record Publication(
    long id,
    ListId list,
    Version version,
    Instant at,
    Instant expires,
    Dn signer,
    String uri,
    String summary) {}
