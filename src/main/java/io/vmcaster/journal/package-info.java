/**
 * What was begun on a server, written down in the database before the first byte is sent: the
 * uploads of images and the publications of lists. {@link io.vmcaster.journal.Recovery} finds out
 * what became of what a dead run began.
 */
package io.vmcaster.journal;
