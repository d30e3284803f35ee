package io.tradecore.oms.pipeline.pg;

import io.tradecore.oms.order.TermChange;
import io.tradecore.oms.order.Terms;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a replace asked for, as the names of the columns its terms are in. */
final class AskedTerms {

    private AskedTerms() {}

    /** The names, joined by commas. */
    static String names(TermChange asked) {
        return String.join(
                ",",
                Stream.of(
                                name("order_qty", asked.orderQty()),
                                name("px", asked.px()),
                                name("time_in_force", asked.timeInForce()),
                                name("expire_time", asked.expireTime()),
                                name("display_qty", asked.displayQty()))
                        .flatMap(List::stream)
                        .toList());
    }

    private static List<String> name(String column, @Nullable Object value) {
        return value == null ? List.of() : List.of(column);
    }

    /** What of these terms was asked for. */
    static TermChange read(String names, Terms terms) {
        List<String> asked = List.of(names.split(",", -1));
        return new TermChange(
                asked.contains("order_qty") ? terms.orderQty() : null,
                asked.contains("px") ? terms.px() : null,
                asked.contains("time_in_force") ? terms.timeInForce() : null,
                asked.contains("expire_time") ? terms.expireTime() : null,
                asked.contains("display_qty") ? terms.displayQty() : null);
    }
}
