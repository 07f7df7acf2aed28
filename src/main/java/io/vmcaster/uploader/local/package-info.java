/** Files on this machine: a web server's directory, or one that is mounted here. */
package io.vmcaster.uploader.local;
