package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/** A desk that accounts are of. */
@Serdeable.Serializable
public record DeskView(String deskId, String name, Instant createdAt) {}
