/**
 * Publishing a new build of an image: packed in one pass on its way to the server, under a name
 * never used before, recorded only when it is there.
 */
package io.vmcaster.service.upload;
