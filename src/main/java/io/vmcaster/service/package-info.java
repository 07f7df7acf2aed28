/**
 * What the program does, one class a subject: edit and import lists, upload images, publish lists,
 * tell their history, check and verify them, look at everything that a run needs. Services get
 * values and a context, return values, and know no terminal.
 */
package io.vmcaster.service;
