/** What a command line asks for, as values; impossible and unfinished ones are refused here. */
package io.vmcaster.cli.request;
