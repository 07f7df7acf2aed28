/**
 * What a run offers to everything below it, whatever its front end: the environment, a place for
 * messages and progress, answers to questions. All of it is interfaces and small values, so that no
 * other package knows a terminal.
 */
package io.vmcaster.context;
