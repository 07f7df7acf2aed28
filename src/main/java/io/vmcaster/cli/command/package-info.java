/** One small class for each kind of request. */
package io.vmcaster.cli.command;
