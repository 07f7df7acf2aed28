/**
 * Everything about an image's bytes before they are sent: what kind of file it is, its digests, and
 * its compression. The libraries that compress are used nowhere else.
 */
package io.vmcaster.compression;
