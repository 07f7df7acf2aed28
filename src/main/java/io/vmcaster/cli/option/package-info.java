/**
 * What an option is ({@code Flag}, on picocli's model), the options that commands share ({@code
 * Options}), and where things are ({@code Settings}).
 */
package io.vmcaster.cli.option;
