/**
 * What the programs that read image lists require, refuse and do: rules as data, each with its
 * source, and the safe form that every one of them takes.
 */
package io.vmcaster.subscriber;
