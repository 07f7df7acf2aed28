/** One look at everything that a run will need, each thing by itself. */
package io.vmcaster.service.doctor;
