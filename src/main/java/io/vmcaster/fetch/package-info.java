/** Files read the way subscribers read them: by URL. */
package io.vmcaster.fetch;
