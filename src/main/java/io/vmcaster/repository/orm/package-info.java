/**
 * The tables of our own as Hibernate entities: what was published, what is begun, which files
 * images are made of. Hibernate takes a while to wake up, so it is asked by what sends to servers,
 * and sleeps while lists are read, edited and imported.
 */
package io.vmcaster.repository.orm;
