/** The configuration: which server a URI belongs to, and how to write there. */
package io.vmcaster.config;
