/**
 * Deflate (RFC 1951) for chunks of a stream that are made apart, each on a core of its own, and
 * written one behind the other: by libdeflate where the system has it, else by Java's zlib.
 */
package io.vmcaster.compression.deflate;
