/** The command line: the program from its arguments to its exit status. */
package io.vmcaster.cli;
