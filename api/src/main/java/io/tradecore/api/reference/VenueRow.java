package io.tradecore.api.reference;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;

/** A place orders are routed to. */
@MappedEntity("venues")
public record VenueRow(@Id String venueId, String name, String status, Instant createdAt) {}
