package io.tradecore.oms.risk;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an account may do in one instrument, or in all.
 *
 * @param symbol the instrument, or {@link #ALL}
 * @param maxOrderQty inclusive; null: the instrument's own bound stands alone
 * @param maxOrderNotional inclusive, in the instrument's currency; null as above
 */
public record AccountLimit(
        String symbol,
        @Nullable BigDecimal maxOrderQty,
        @Nullable BigDecimal maxOrderNotional) {

    public static final String ALL = "*";
}
