/** Transactions on entities, through Hibernate. */
package io.vmcaster.repository.orm;
