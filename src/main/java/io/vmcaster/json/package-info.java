/**
 * JSON values that keep what was written, number literals included, read through Jackson's
 * streaming parser and written in the one layout that is shown and signed.
 */
package io.vmcaster.json;
