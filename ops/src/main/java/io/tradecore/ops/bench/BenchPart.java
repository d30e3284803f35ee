package io.tradecore.ops.bench;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What {@code --only} can name. */
enum BenchPart {
    LIMIT,
    USUAL,
    REST,
    GRPC,
    HOT_ACCOUNT,
    RLS,
    FILL_LIMIT,
    FILLS,
    FULL_CYCLE,
    LEDGER,
    MARKING,
    LATENCY,
    OVERLOAD,
    CHECKS,
    PGBOUNCER,
    GROWTH,
    STARTUP;

    /** What this one is compared with. */
    List<BenchPart> needs() {
        return switch (this) {
            case HOT_ACCOUNT, RLS, LATENCY, OVERLOAD -> List.of(GRPC);
            case LIMIT,
                    USUAL,
                    REST,
                    GRPC,
                    FILL_LIMIT,
                    FILLS,
                    FULL_CYCLE,
                    LEDGER,
                    MARKING,
                    CHECKS,
                    PGBOUNCER,
                    GROWTH,
                    STARTUP -> List.of();
        };
    }

    /** The parts with what they are compared with. */
    static Set<BenchPart> withNeeds(Set<BenchPart> parts) {
        Set<BenchPart> all = EnumSet.copyOf(parts);
        parts.forEach(part -> all.addAll(part.needs()));
        return all;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
