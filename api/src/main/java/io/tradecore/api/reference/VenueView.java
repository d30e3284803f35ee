package io.tradecore.api.reference;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/** A venue as it is shown. */
@Serdeable.Serializable
public record VenueView(String venueId, String name, String status, Instant createdAt) {}
