/**
 * The detached S/MIME signature of image lists: making it as {@code openssl smime -sign} does, and
 * reading every form that real lists have. Bouncy Castle is known here and below only.
 */
package io.vmcaster.signing;
