/**
 * Files on servers: one interface with a few verbs, one implementation a protocol. Sockets, JSch
 * and child processes are known here and below only.
 */
package io.vmcaster.uploader;
