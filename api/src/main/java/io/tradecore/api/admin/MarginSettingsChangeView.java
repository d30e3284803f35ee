package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.query.MarginSettingsView;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change of an account's parameters of margin.
 *
 * @param from absent: the defaults
 */
@Serdeable.Serializable
public record MarginSettingsChangeView(
        Instant changedAt, String changedBy, @Nullable MarginSettingsView from, MarginSettingsView to, String reason) {}
