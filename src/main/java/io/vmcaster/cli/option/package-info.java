/** The options: one table, read by picocli, shown by the help. picocli is known here only. */
package io.vmcaster.cli.option;
