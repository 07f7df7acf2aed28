/**
 * Kills the program wherever it changes something, and looks at what is left as a subscriber does.
 */
package io.vmcaster.faults;
