package io.tradecore.api.admin;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an act on an instrument means to one account.
 *
 * @param state DUE while something of it is left to be done, else DONE
 * @param announcedQty what the account held when it was announced
 * @param qtyBefore the position before it was booked; absent: it is not yet
 * @param posted what it did to cash
 * @param transferId absent where there was nothing to post
 */
@Serdeable.Serializable
public record ActPartView(
        String accountId,
        String state,
        String announcedQty,
        @Nullable String qtyBefore,
        @Nullable String qtyAfter,
        @Nullable String posted,
        @Nullable String asset,
        @Nullable String transferId,
        @Nullable Instant bookedAt) {}
