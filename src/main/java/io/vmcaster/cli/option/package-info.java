/**
 * What an option is ({@code Flag}, on picocli's model), and the groups of options that commands
 * share: selection, places and waiting, transfers, output.
 */
package io.vmcaster.cli.option;
