/**
 * Where image lists, images and endorsers are kept, and what was published of them. The interfaces
 * are here; Hibernate and SQL are behind them.
 */
package io.vmcaster.repository;
