package io.vmcaster.repository;

import io.vmcaster.model.Sha512;

/**
 * The local file that a published image was made of, before any compression.
 *
 * @param size its size in bytes
 * @param sha512 its digest
 * @param published the digest of the file that was published; while the image's metadata names
 *     another one, this record means nothing
 */
public record ImageSource(long size, Sha512 sha512, Sha512 published) {}
