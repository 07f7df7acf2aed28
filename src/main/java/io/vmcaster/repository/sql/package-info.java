/** The repository in plain SQL. */
package io.vmcaster.repository.sql;
