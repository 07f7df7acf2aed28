/** The terminal: messages, progress, questions and passphrases. */
package io.vmcaster.cli.output;
