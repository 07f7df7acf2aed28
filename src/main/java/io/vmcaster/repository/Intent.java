package io.vmcaster.repository;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item;
import java.time.Instant;

/**
 * Something on a server that was begun: written down first, so that the next run can complete or
 * undo it if this one dies.
 *
 * @param id given by the database; 0 for a new one
 * @param item the list or image it is about
 * @param begun when
 * @param owner the run that began it, such as {@code "host:1234"}, for messages
 * @param details what the service that began it needs to finish it
 */
public record Intent(long id, Item item, Instant begun, String owner, ObjectNode details) {}
