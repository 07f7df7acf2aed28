/** Files on WebDAV servers: dCache's and StoRM's doors, Apache, lighttpd, nginx. */
package io.vmcaster.uploader.webdav;
