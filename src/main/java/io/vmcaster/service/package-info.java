/**
 * What the program does, one class a thing: on the repository, and on the interfaces of signing and
 * transfer. Services return values and know no terminal.
 */
package io.vmcaster.service;
