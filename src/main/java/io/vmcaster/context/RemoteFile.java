package io.vmcaster.context;

/**
 * What a server says of a file.
 *
 * @param size its size in bytes
 * @param directory whether it is a directory
 */
public record RemoteFile(long size, boolean directory) {}
