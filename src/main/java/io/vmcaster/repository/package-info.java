/**
 * Where image lists, images and endorsers are kept, and what was published of them. What all
 * databases have in common is here; the transactions of Hibernate and SQL are behind it.
 */
package io.vmcaster.repository;
