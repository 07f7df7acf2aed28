/**
 * The ways in which a run can fail. Every library is wrapped where it is used and its exceptions
 * become one of these, so that the program ends in one clear message and the right exit status.
 */
package io.vmcaster.error;
