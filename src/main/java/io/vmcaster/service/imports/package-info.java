/** Bringing in lists that were published elsewhere, or earlier. */
package io.vmcaster.service.imports;
