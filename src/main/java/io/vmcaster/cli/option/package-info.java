/**
 * The options: one table, from which command lines are read and help, manual and completion made.
 */
package io.vmcaster.cli.option;
