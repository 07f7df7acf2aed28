/** What a strict subscriber asks of a published list, and what each reader will make of it. */
package io.vmcaster.service.verify;
