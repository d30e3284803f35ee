package io.tradecore.oms.pipeline;

import io.tradecore.ledger.AccountId;
import io.tradecore.oms.command.Command;
import io.tradecore.oms.command.Outcome;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What waits in one lane: bounded, and fair between accounts. An account's commands leave in the order they came; accounts
 * take turns of up to {@link #QUANTUM}, or of a part of what they have waiting, so that one that has a thousand waiting delays the
 * others by little. A batch that has all that somebody had waiting ends with the turn of the last: he waits for its commit, whosever
 * the rest would be. What is about several orders counts as so many.
 *
 * <p>New orders find room while fewer than capacity - reserved commands wait, and while their account has fewer than
 * {@link #SHARE} times as many waiting as there are places left. So an account that is alone gets six sevenths of the places,
 * and leaves the last seventh to others; the more accounts wait, the less each may have. What our own watches ask for
 * (orders that are triggered or expire) may take half of the reserved places: a market that fires many stops at once
 * leaves the other half. All other commands (cancels, venues' reports, cash) find room up to the whole capacity: neither
 * orders nor watches keep any of them out.
 *
 * <p>Safe for use by many threads.
 */
final class LaneQueue {

    static final int QUANTUM = 16;
    /** A turn is this part of what the account has waiting, where that is more than {@link #QUANTUM}. */
    static final int TURNS = 16;

    static final int SHARE = 6;

    /** A command and where its answer goes. */
    record Waiting(Command command, CompletableFuture<Outcome> answer) {}

    private final int capacity;
    private final int reserved;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<AccountId, Queue<Waiting>> byAccount = new HashMap<>();
    /** The queues of {@link #byAccount}, none of them empty, the next to be served first. */
    private final Queue<Queue<Waiting>> turns = new ArrayDeque<>();

    private int size;
    private boolean closed;

    /**
     * @param capacity most commands waiting
     * @param reserved how many of these are not for new orders
     */
    LaneQueue(int capacity, int reserved) {
        this.capacity = capacity;
        this.reserved = reserved;
    }

    /** False, and nothing done, where there is no room for the command, or the queue is closed. Never blocks for room. */
    boolean offer(Waiting waiting) {
        AccountId accountId = waiting.command().accountId();
        lock.lock();
        try {
            Queue<Waiting> own = byAccount.get(accountId);
            boolean room = switch (claim(waiting.command())) {
                case NEW_RISK -> roomForOrder(own);
                case WATCH -> size < capacity - reserved / 2;
                case ALWAYS -> size < capacity;
            };
            if (closed || !room) {
                return false;
            }
            if (own == null) {
                own = new ArrayDeque<>();
                byAccount.put(accountId, own);
                turns.add(own);
            }
            own.add(waiting);
            size++;
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a new order of the account would find room now. */
    boolean hasRoomForOrder(AccountId accountId) {
        lock.lock();
        try {
            return !closed && roomForOrder(byAccount.get(accountId));
        } finally {
            lock.unlock();
        }
    }

    /** How much room a command may claim. */
    private enum Claim {
        /** It asks for more business. */
        NEW_RISK,
        /** A watch of ours asks, and asks again until it is done. */
        WATCH,
        ALWAYS
    }

    private static Claim claim(Command command) {
        return switch (command) {
            case Command.PlaceOrder _, Command.ReplaceOrder _, Command.PreviewOrder _, Command.PlaceList _ ->
                Claim.NEW_RISK;
            // What a trail is kept at is known until then, so it may wait longest.
            case Command.MoveTrail _ -> Claim.NEW_RISK;
            case Command.TriggerOrder _, Command.ExpireOrder _, Command.ExpireHolds _, Command.WatchMargin _ ->
                Claim.WATCH;
            case Command.CancelOrder _,
                    Command.MassCancel _,
                    Command.CancelHalted _,
                    Command.ApplyAct _,
                    Command.CancelList _,
                    Command.ClosePosition _,
                    Command.SetDeadMansSwitch _,
                    Command.FireDeadMansSwitch _,
                    Command.ChangeBooks _,
                    Command.ApplyReport _ -> Claim.ALWAYS;
        };
    }

    private boolean roomForOrder(@Nullable Queue<Waiting> own) {
        int places = capacity - reserved - size;
        return places > 0 && (own == null || own.size() < SHARE * places);
    }

    /**
     * Waits until there are commands, and moves up to so many of them into the batch.
     *
     * @return false when the queue is closed and empty
     */
    boolean take(List<Waiting> batch, int most) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (size == 0) {
                if (closed) {
                    return false;
                }
                arrived.await();
            }
            int firstRound = turns.size();
            boolean anyServed = false;
            for (int turn = 0; size > 0 && batch.size() < most && (turn < firstRound || !anyServed); turn++) {
                anyServed |= serve(turns.remove(), batch, most);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** One account's turn; true when nothing of it is left to be served. */
    private boolean serve(Queue<Waiting> own, List<Waiting> batch, int most) {
        int turn = Math.max(QUANTUM, own.size() / TURNS);
        for (int taken = 0; taken < turn && batch.size() < most && !own.isEmpty(); size--) {
            Waiting next = own.remove();
            batch.add(next);
            taken += orders(next.command());
        }
        if (own.isEmpty()) {
            byAccount.remove(batch.getLast().command().accountId());
            return true;
        }
        turns.add(own);
        return false;
    }

    /** How many orders it names, or one. */
    private static int orders(Command command) {
        return switch (command) {
            case Command.CancelHalted halted -> halted.orderIds().size();
            case Command.PlaceList list -> list.entries().size();
            case Command.MassCancel mass
            when mass.orders() != null -> mass.orders().size();
            default -> 1;
        };
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** Lets nothing more in; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
