/**
 * Image lists, images and endorsers as values: immutable, checked once, without knowledge of files,
 * databases or servers.
 */
package io.vmcaster.model;
