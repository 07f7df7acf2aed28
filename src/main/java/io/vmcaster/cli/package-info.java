/** The command line: options, requests, printers, exit statuses. */
package io.vmcaster.cli;
