/**
 * What the libraries have to say goes where the run's own messages go. SLF4J logs through the JDK's
 * logging; nothing here is loaded before somebody asks for a logger.
 */
package io.vmcaster.log;
