package io.tradecore.oms.risk;

import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.order.OrdType;
import io.tradecore.oms.order.TimeInForce;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the firm, its desks, strategies and users as they stood at a version; those of accounts are read with the accounts. What
 * is yet to come is among them, so that it begins at its time. Safe for use by many threads: what has been worked out once is
 * kept until one of them begins or ends.
 */
public final class RiskRules {

    /** No rules: under these nothing is sent. */
    public static final RiskRules NONE = new RiskRules(-1, List.of(), List.of(), List.of());

    private static final int MOST_KEPT = 10_000;

    /** @param strategy null: one of which nothing is said; user likewise */
    private record Key(
            String desk,
            @Nullable String strategy,
            @Nullable String user,
            String symbol) {}

    /** What has been worked out of an instrument, and holds from one time to another. */
    private record InForce(
            Map<LimitKind, Limit> hard,
            Map<LimitKind, Limit> soft,
            @Nullable LimitKind missing,
            boolean permitted,
            Set<OrdType> ordTypes,
            Set<TimeInForce> timesInForce,
            Instant from,
            Instant until) {

        boolean isTold(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }
    }

    private final long version;
    private final List<Limit> limits;

    /** Those of them that are of credit; mostly there are none. */
    private final List<Limit> groupCredits;

    private final List<Permission> permissions;
    private final List<OrderTerms> terms;
    private final Set<String> users = new HashSet<>();
    private final Set<String> strategies = new HashSet<>();
    private final Map<Key, InForce> worked = new ConcurrentHashMap<>();

    /** @param limits of the firm, its desks, strategies and users */
    public RiskRules(
            long version, Collection<Limit> limits, Collection<Permission> permissions, Collection<OrderTerms> terms) {
        this.version = version;
        this.limits = List.copyOf(limits);
        this.groupCredits = limits.stream()
                .filter(limit -> limit.kind() == LimitKind.MAX_GROUP_CREDIT)
                .toList();
        this.permissions = List.copyOf(permissions);
        this.terms = List.copyOf(terms);
        limits.stream().filter(limit -> limit.scope() == RuleScope.USER).forEach(limit -> users.add(limit.scopeId()));
        limits.stream()
                .filter(limit -> limit.scope() == RuleScope.STRATEGY)
                .forEach(limit -> strategies.add(limit.scopeId()));
        permissions.forEach(permission -> users.add(permission.user()));
    }

    /** Rises with every change. */
    public long version() {
        return version;
    }

    /**
     * The bounds of an account's orders. What is answered is for use by one thread.
     *
     * @param strategy that the account is of, null: of none
     * @param user who asks
     * @param own the account's limits
     */
    public Limits limits(String desk, @Nullable String strategy, String user, Collection<Limit> own, Instant at) {
        return new LimitsNow(
                desk,
                strategy != null && strategies.contains(strategy) ? strategy : null,
                users.contains(user) ? user : null,
                own,
                at);
    }

    /** What the accounts of the firm, of a desk and of a strategy may use of credit together: at most one limit of each. */
    public List<Limit> groupCredit(String desk, @Nullable String strategy, Instant at) {
        if (groupCredits.isEmpty()) {
            return List.of();
        }
        Map<RuleScope, Limit> strictest = new EnumMap<>(RuleScope.class);
        for (Limit limit : groupCredits) {
            if (isFor(limit, desk, strategy, null) && limit.isInForce(at)) {
                strictest.merge(limit.scope(), limit, Limit::stricter);
            }
        }
        return List.copyOf(strictest.values());
    }

    private InForce inForce(
            String desk, @Nullable String strategy, @Nullable String user, Instrument instrument, Instant at) {
        Key key = new Key(desk, strategy, user, instrument.symbol());
        InForce known = worked.get(key);
        if (known != null && known.isTold(at)) {
            return known;
        }
        InForce found = find(desk, strategy, user, instrument, at);
        if (worked.size() >= MOST_KEPT) {
            worked.clear();
        }
        worked.put(key, found);
        return found;
    }

    private InForce find(
            String desk, @Nullable String strategy, @Nullable String user, Instrument instrument, Instant at) {
        Map<LimitKind, Limit> hard = new EnumMap<>(LimitKind.class);
        Map<LimitKind, Limit> soft = new EnumMap<>(LimitKind.class);
        Instant until = Instant.MAX;
        for (Limit limit : limits) {
            if (isFor(limit, desk, strategy, user) && limit.isAbout(instrument)) {
                until = limit.untilChange(at, until);
                if (limit.isInForce(at)) {
                    keepStricter(limit, hard, soft);
                }
            }
        }
        for (Permission permission : permissions) {
            until = permission.untilChange(at, until);
        }
        for (OrderTerms told : terms) {
            until = told.untilChange(at, until);
        }
        List<OrderTerms> closest = closest(instrument, at);
        return new InForce(
                hard,
                soft,
                missing(hard),
                isPermitted(user, instrument, at),
                common(closest, OrderTerms::ordTypes),
                common(closest, OrderTerms::timesInForce),
                at,
                until);
    }

    private static void keepStricter(Limit limit, Map<LimitKind, Limit> hard, Map<LimitKind, Limit> soft) {
        Map<LimitKind, Limit> known = switch (limit.severity()) {
            case HARD -> hard;
            case SOFT -> soft;
        };
        known.merge(limit.kind(), limit, Limit::stricter);
    }

    private static @Nullable LimitKind missing(Map<LimitKind, Limit> hard) {
        for (LimitKind kind : LimitKind.values()) {
            if (kind.isRequired() && !hard.containsKey(kind)) {
                return kind;
            }
        }
        return null;
    }

    private boolean isPermitted(@Nullable String user, Instrument instrument, Instant at) {
        List<Permission> own = permissions(user == null ? Permission.EVERYBODY : user, at);
        List<Permission> given = own.isEmpty() ? permissions(Permission.EVERYBODY, at) : own;
        return given.stream().anyMatch(permission -> permission.covers(instrument));
    }

    private List<Permission> permissions(String user, Instant at) {
        return permissions.stream()
                .filter(permission -> permission.user().equals(user) && permission.isInForce(at))
                .toList();
    }

    private List<OrderTerms> closest(Instrument instrument, Instant at) {
        List<OrderTerms> about = terms.stream()
                .filter(told -> told.isInForce(at) && told.instruments().matches(instrument))
                .toList();
        int closeness = about.stream()
                .mapToInt(told -> told.instruments().closeness())
                .max()
                .orElse(0);
        return about.stream()
                .filter(told -> told.instruments().closeness() == closeness)
                .toList();
    }

    /** What all of them have; of none, nothing. */
    private static <T> Set<T> common(List<OrderTerms> terms, Function<OrderTerms, Set<T>> part) {
        return terms.stream()
                .map(part)
                .reduce((some, others) -> some.stream().filter(others::contains).collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private static boolean isFor(Limit limit, String desk, @Nullable String strategy, @Nullable String user) {
        return switch (limit.scope()) {
            case FIRM -> true;
            case DESK -> limit.scopeId().equals(desk);
            case STRATEGY -> limit.scopeId().equals(strategy);
            case USER -> limit.scopeId().equals(user);
            case ACCOUNT -> false;
        };
    }

    /** An order asks many times about its one instrument: what is in force for that is worked out once. */
    private final class LimitsNow implements Limits {
        private final String desk;
        private final @Nullable String strategy;
        private final @Nullable String user;
        private final Collection<Limit> own;
        private final Instant at;
        private @Nullable String symbol;
        private @Nullable Strictest strictest;

        LimitsNow(String desk, @Nullable String strategy, @Nullable String user, Collection<Limit> own, Instant at) {
            this.desk = desk;
            this.strategy = strategy;
            this.user = user;
            this.own = own;
            this.at = at;
        }

        @Override
        public @Nullable Limit hard(LimitKind kind, Instrument instrument) {
            return strictest(instrument).hard().get(kind);
        }

        @Override
        public @Nullable Limit soft(LimitKind kind, Instrument instrument) {
            return strictest(instrument).soft().get(kind);
        }

        @Override
        public @Nullable LimitKind missing(Instrument instrument) {
            return strictest(instrument).missing();
        }

        @Override
        public boolean isPermitted(Instrument instrument) {
            return inForce(instrument).permitted();
        }

        @Override
        public boolean isAllowed(OrdType ordType, Instrument instrument) {
            return inForce(instrument).ordTypes().contains(ordType);
        }

        @Override
        public boolean isAllowed(TimeInForce timeInForce, Instrument instrument) {
            return inForce(instrument).timesInForce().contains(timeInForce);
        }

        private InForce inForce(Instrument instrument) {
            return strictest(instrument).house();
        }

        private Strictest strictest(Instrument instrument) {
            Strictest known = strictest;
            if (known != null && instrument.symbol().equals(symbol)) {
                return known;
            }
            Strictest found =
                    Strictest.of(RiskRules.this.inForce(desk, strategy, user, instrument, at), own, instrument, at);
            symbol = instrument.symbol();
            strictest = found;
            return found;
        }
    }

    /** Of each kind the strictest limit in force for one instrument, of the house and of the account's own. */
    private record Strictest(
            InForce house,
            Map<LimitKind, Limit> hard,
            Map<LimitKind, Limit> soft,
            @Nullable LimitKind missing) {

        static Strictest of(InForce house, Collection<Limit> own, Instrument instrument, Instant at) {
            Map<LimitKind, Limit> hard = new EnumMap<>(LimitKind.class);
            Map<LimitKind, Limit> soft = new EnumMap<>(LimitKind.class);
            hard.putAll(house.hard());
            soft.putAll(house.soft());
            for (Limit limit : own) {
                if (limit.isAbout(instrument) && limit.isInForce(at)) {
                    keepStricter(limit, hard, soft);
                }
            }
            return new Strictest(house, hard, soft, house.missing() != null ? RiskRules.missing(hard) : null);
        }
    }
}
