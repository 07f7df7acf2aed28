/**
 * Files on dCache by its own protocol, dcap, plain or through the tunnel that proves both sides by
 * grid certificates (gsidcap). Names are asked and changed over a control line to the door; bytes
 * move over a connection to a pool that the door names.
 */
package io.vmcaster.uploader.gsidcap;
