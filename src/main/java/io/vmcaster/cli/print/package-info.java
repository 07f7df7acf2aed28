/** What handlers return, and how it is printed: as text or as JSON. */
package io.vmcaster.cli.print;
