/** Looking at, creating, changing and deleting lists, images and endorsers. */
package io.vmcaster.service.edit;
