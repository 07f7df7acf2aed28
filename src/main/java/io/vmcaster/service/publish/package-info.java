/**
 * Publishing a list: checks, the signed draft, and a delivery that leaves the old list or the new
 * one on the server at every instant, with an intent written first so that the next run can finish
 * what a dead one began.
 */
package io.vmcaster.service.publish;
