/**
 * What was published and when: history, differences, rolling back, old images, the state of lists.
 */
package io.vmcaster.service.history;
