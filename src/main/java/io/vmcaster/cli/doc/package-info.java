/** The manual page and the shells' completions, made from the table of options. */
package io.vmcaster.cli.doc;
