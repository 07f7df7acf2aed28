/**
 * What stays plain SQL: the numbered steps of the schema, files of the original program's older
 * releases, and the rows that it leaves behind. Hibernate's dialect cannot change SQLite's tables.
 */
package io.vmcaster.repository.legacy;
