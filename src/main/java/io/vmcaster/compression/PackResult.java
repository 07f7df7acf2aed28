package io.vmcaster.compression;

import io.vmcaster.model.Sha512;

/**
 * What was read and what was made of it.
 *
 * @param sourceSize the size of the source in bytes
 * @param sourceSha512 the digest of the source
 * @param size the size of the result in bytes
 * @param sha512 the digest of the result
 */
public record PackResult(long sourceSize, Sha512 sourceSha512, long size, Sha512 sha512) {}
