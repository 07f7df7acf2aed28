/**
 * One class for each action: the flags that ask for it, what goes with them, and what it does.
 * {@code Commands} lists them.
 */
package io.vmcaster.cli.command;
