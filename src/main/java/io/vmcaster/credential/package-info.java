/** Keys, certificates and trust anchors of the grid, behind the types of {@code java.security}. */
package io.vmcaster.credential;
