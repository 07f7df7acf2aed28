/** The command line: options, requests, printers, exit statuses. picocli is known here only. */
package io.vmcaster.cli;
