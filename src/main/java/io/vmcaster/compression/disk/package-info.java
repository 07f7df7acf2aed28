/**
 * What kind of image a file holds, as QEMU's block drivers and the formats' documents tell, and
 * whether all of it is there.
 */
package io.vmcaster.compression.disk;
