/**
 * Every table, the original program's and ours, as a JPA entity. A test compares them with what the
 * steps of {@code legacy} create.
 */
package io.vmcaster.repository.entity;
