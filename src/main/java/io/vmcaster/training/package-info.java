/** The runs that the launcher's class archives are made from; no part of the command line. */
package io.vmcaster.training;
