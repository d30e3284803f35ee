package io.tradecore.api.reference;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;
import java.time.Instant;

/** A currency. */
@MappedEntity("assets")
public record AssetRow(@Id String asset, int scale, String name, BigDecimal haircut, Instant createdAt) {}
