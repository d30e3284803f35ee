package io.tradecore.api.entry;

import io.micronaut.scheduling.TaskExecutors;
import io.tradecore.api.query.OrderRates;
import io.tradecore.api.query.PgOrderRates;
import io.tradecore.api.redis.RateLimit;
import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.pipeline.CommandBus;
import io.tradecore.oms.risk.pg.PgRiskRules;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Says whether a client's request may go on: there is room for it in its account's lane, and neither the account nor a group it
 * belongs to has used up its rate. Never blocks its caller; safe for use by many threads.
 *
 * <p>The lane is looked at first: an order there is no room for costs nothing further, and does not count. What takes back or
 * reduces counts among the account's messages, and always goes on.
 */
@Singleton
public final class OrderAllowance {
    private static final int MANY_ACCOUNTS = 10_000;

    /** Who asks. Exactly one of the two is called, once; what they do must be short. */
    public interface Asker {
        /** The request may go on. */
        void admitted();

        /** OVERLOADED, MESSAGE_RATE_EXCEEDED, RATE_LIMIT_EXCEEDED, or what kept us from telling. */
        void refused(RuntimeException why);
    }

    private final Predicate<AccountId> room;
    private final AccountGates.Shared shared;
    private final Map<AccountId, AccountGates> accounts = new ConcurrentHashMap<>();

    @Inject
    OrderAllowance(
            CommandBus bus,
            PgOrderRates rates,
            PgRiskRules riskRules,
            RateLimit rateLimit,
            RateRefusals refusals,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) Executor blocking) {
        this(bus::hasRoomForOrder, rates::of, riskRules::version, rateLimit, refusals, clock, blocking);
    }

    /**
     * @param room whether a new order of an account would find room in its lane
     * @param rates of an account; may block
     * @param rulesVersion what was read of rates under another one is read again
     * @param refusals told of what is beyond an account's own rates, after those who asked
     */
    OrderAllowance(
            Predicate<AccountId> room,
            Function<AccountId, OrderRates> rates,
            LongSupplier rulesVersion,
            RateLimit rateLimit,
            RateRefusals refusals,
            Clock clock,
            Executor blocking) {
        this.room = room;
        this.shared = new AccountGates.Shared(
                rates, rulesVersion, rateLimit, new GroupGates(rateLimit, clock, blocking), refusals, clock, blocking);
    }

    /**
     * Counts what a client asks for and tells the asker whether it may go on, at once on this thread or later on another. The
     * askers of an account's orders are admitted in the order they asked.
     */
    public void take(Command command, Asker asker) {
        AccountId accountId = command.accountId();
        switch (command) {
            case Command.PlaceOrder _ -> {
                if (hasRoom(accountId, asker)) {
                    gates(accountId).order(asker);
                }
            }
            case Command.PlaceList list -> {
                if (hasRoom(accountId, asker)) {
                    orders(gates(accountId), list.entries().size(), asker);
                }
            }
            case Command.ReplaceOrder _ -> {
                if (hasRoom(accountId, asker)) {
                    gates(accountId).replace(asker);
                }
            }
            case Command.PreviewOrder _ -> {
                if (hasRoom(accountId, asker)) {
                    gates(accountId).preview(asker);
                }
            }
            case Command.CancelOrder _,
                    Command.MassCancel _,
                    Command.CancelList _,
                    Command.ClosePosition _,
                    Command.SetDeadMansSwitch _ -> gates(accountId).pass(asker);
            case Command.CancelHalted _,
                    Command.FireDeadMansSwitch _,
                    Command.TriggerOrder _,
                    Command.MoveTrail _,
                    Command.ExpireOrder _,
                    Command.ApplyAct _,
                    Command.ChangeBooks _,
                    Command.ExpireHolds _,
                    Command.WatchMargin _,
                    Command.ApplyReport _ -> throw new IllegalArgumentException("no rate counts it: " + command);
        }
    }

    /** The same; completes when it may go on, and exceptionally, with an ApiException, when not. */
    public CompletableFuture<Void> take(Command command) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        take(command, new Asker() {
            @Override
            public void admitted() {
                taken.complete(null);
            }

            @Override
            public void refused(RuntimeException why) {
                taken.completeExceptionally(why);
            }
        });
        return taken;
    }

    private boolean hasRoom(AccountId accountId, Asker asker) {
        boolean hasRoom = room.test(accountId);
        if (!hasRoom) {
            asker.refused(CoreProblems.OVERLOADED);
        }
        return hasRoom;
    }

    /** So many, which are taken one after the other. */
    private static void orders(AccountGates gates, int orders, Asker asker) {
        if (orders <= 1) {
            gates.order(asker);
            return;
        }
        gates.order(new Asker() {
            @Override
            public void admitted() {
                orders(gates, orders - 1, asker);
            }

            @Override
            public void refused(RuntimeException why) {
                asker.refused(why);
            }
        });
    }

    private AccountGates gates(AccountId accountId) {
        AccountGates known = accounts.get(accountId);
        if (known != null) {
            return known;
        }
        if (accounts.size() >= MANY_ACCOUNTS) {
            // Costs those accounts one look at their rates; gates that are in use stay.
            accounts.values().removeIf(AccountGates::isIdle);
        }
        return accounts.computeIfAbsent(accountId, id -> new AccountGates(id, shared));
    }
}
