package io.tradecore.api.admin;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.order.OrderId;
import org.jspecify.annotations.Nullable;

/**
 * How an operator resolves a quarantined message.
 *
 * @param text why, for the record
 * @param accountId with orderId: the order to apply it to; null: the one it names
 * @param execId the ExecID to book it under; null: its own
 */
public record Resolution(
        QuarantineAction action,
        String text,
        @Nullable AccountId accountId,
        @Nullable OrderId orderId,
        @Nullable String execId) {}
