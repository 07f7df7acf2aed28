/**
 * What the libraries have to say goes where the run's own messages go. This is the one room that
 * knows SLF4J; nothing here is loaded before a library asks for a logger.
 */
package io.vmcaster.log;
