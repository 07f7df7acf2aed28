/**
 * The tables as Hibernate entities, for what is written in bulk. Hibernate takes a while to wake
 * up: reading, and setting a single value, go by plain SQL and leave it asleep.
 */
package io.vmcaster.repository.orm;
