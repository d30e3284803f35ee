package io.tradecore.api.reference;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;

/** A currency as it is shown. */
@Serdeable.Serializable
public record AssetView(String asset, int scale, String name, Instant createdAt) {}
