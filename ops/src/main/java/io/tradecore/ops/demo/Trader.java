package io.tradecore.ops.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.ops.demo.OrderRequest.Side;
import io.tradecore.ops.demo.Tally.Unknown;
import io.tradecore.ops.market.DemoAccount;
import io.tradecore.ops.market.QuoteBoard;
import io.tradecore.ops.market.Terms;
import io.tradecore.ops.market.Touch;
import io.tradecore.ops.rest.ApiAnswer;
import io.tradecore.ops.rest.ApiClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * One account's trader: acts once per tick of the session's clock, one act after the other, and remembers what rests in
 * the market. Runs on one (virtual) thread; only {@link #tick} is called from another.
 */
final class Trader implements Runnable {

    private static final int CREATED = 201;
    private static final int NOT_FOUND = 404;
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int MAX_RESTING = 40;
    private static final int MAX_WAITING_TICKS = 32;
    private static final long IDLE_MS = 100;

    private final DemoAccount account;
    private final String token;
    private final ApiClient api;
    private final QuoteBoard quotes;
    private final List<Terms> instruments;
    private final OrderPlanner planner;
    private final Tally tally;
    private final AcknowledgedLog acknowledged;
    private final BlockingQueue<Boolean> ticks = new ArrayBlockingQueue<>(MAX_WAITING_TICKS);
    private final List<Resting> resting = new ArrayList<>();
    private volatile boolean stopped;

    /** An order that was acknowledged and may still be in the market. */
    private record Resting(String orderId, OrderRequest request) {}

    Trader(
            DemoAccount account,
            String token,
            ApiClient api,
            QuoteBoard quotes,
            List<Terms> instruments,
            OrderPlanner planner,
            Tally tally,
            AcknowledgedLog acknowledged) {
        this.account = account;
        this.token = token;
        this.api = api;
        this.quotes = quotes;
        this.instruments = instruments;
        this.planner = planner;
        this.tally = tally;
        this.acknowledged = acknowledged;
    }

    /** Asks for one more act. A trader that is far behind skips it: the count of skipped ones says so. */
    void tick() {
        if (!ticks.offer(Boolean.TRUE)) {
            tally.ticksSkipped.increment();
        }
    }

    /** Finishes the act under way and ends. */
    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                if (ticks.poll(IDLE_MS, TimeUnit.MILLISECONDS) != null) {
                    act();
                }
            }
        } catch (InterruptedException e) {
            // The session ends at once: what was under way has been noted as unknown.
            Thread.currentThread().interrupt();
        }
    }

    private void act() throws InterruptedException {
        Intent intent = planner.intent();
        if (intent == Intent.CANCEL && !resting.isEmpty() || resting.size() >= MAX_RESTING) {
            Resting order = planner.pick(resting);
            resting.remove(order);
            cancel(order.orderId());
            return;
        }
        if (intent == Intent.REPLACE && !resting.isEmpty()) {
            replace(planner.pick(resting));
            return;
        }
        Terms terms = planner.pick(instruments);
        Side side = planner.side();
        Optional<Touch> touch = quotes.touch(terms.symbol());
        if (touch.isEmpty()) {
            tally.ticksSkipped.increment();
            return;
        }
        BigDecimal sellable = side == Side.SELL || intent == Intent.UNCOVERED ? sellable(terms) : BigDecimal.ZERO;
        carryOut(intent, side, terms, touch.get(), sellable);
    }

    private void carryOut(Intent intent, Side side, Terms terms, Touch touch, BigDecimal sellable)
            throws InterruptedException {
        switch (intent) {
            case BRACKET -> place(planner.bracket(terms, touch));
            case OCO -> place(planner.oco(side, terms, touch, sellable));
            case MASS_CANCEL -> massCancel(planner.massCancel(terms));
            // There was nothing to cancel or replace.
            case CANCEL, REPLACE -> carryOut(Intent.REST, planner.order(Intent.REST, side, terms, touch, sellable));
            case REST,
                    TAKE,
                    TAKE_AND_CANCEL,
                    MARKET,
                    IMMEDIATE,
                    ALL_OR_NOTHING,
                    STOP,
                    REPEAT,
                    REUSE_ID,
                    TOO_LARGE,
                    OUTSIDE_COLLAR,
                    UNCOVERED -> carryOut(intent, planner.order(intent, side, terms, touch, sellable));
        }
    }

    private void carryOut(Intent intent, OrderRequest request) throws InterruptedException {
        Optional<String> orderId = place(request);
        switch (intent) {
            case REST -> orderId.ifPresent(id -> resting.add(new Resting(id, request)));
            case TAKE_AND_CANCEL -> {
                if (orderId.isPresent()) {
                    cancel(orderId.get());
                }
            }
            case REPEAT -> {
                if (orderId.isPresent()) {
                    repeat(request, orderId.get());
                }
            }
            case REUSE_ID -> {
                if (orderId.isPresent()) {
                    reuseId(request.withOrderQty(request.orderQty().multiply(BigDecimal.TWO)));
                }
            }
            case TAKE,
                    MARKET,
                    STOP,
                    IMMEDIATE,
                    ALL_OR_NOTHING,
                    TOO_LARGE,
                    OUTSIDE_COLLAR,
                    UNCOVERED,
                    BRACKET,
                    OCO,
                    MASS_CANCEL,
                    CANCEL,
                    REPLACE -> {}
        }
    }

    /** Sends the order; its OrderID when it was acknowledged. */
    private Optional<String> place(OrderRequest request) throws InterruptedException {
        tally.ordersSent.increment();
        long sentAt = System.nanoTime();
        ApiAnswer answer;
        try {
            answer = api.post(ordersPath(), token, request.body());
        } catch (IOException e) {
            tally.unknown(new Unknown.OfOrder(this, request));
            return Optional.empty();
        } catch (InterruptedException e) {
            tally.unknown(new Unknown.OfOrder(this, request));
            throw e;
        }
        if (answer.status() == CREATED) {
            tally.acknowledgedWithin(System.nanoTime() - sentAt);
            return Optional.of(noteAcknowledged(request.clOrdId(), answer.body()));
        }
        if (answer.status() >= 500 && !isRefusedForLoad(answer)) {
            tally.unknown(new Unknown.OfOrder(this, request));
        } else if (answer.status() == UNPROCESSABLE && answer.body().hasNonNull("orderId")) {
            tally.denied.increment();
        } else {
            noteRefused(answer);
        }
        return Optional.empty();
    }

    private void noteRefused(ApiAnswer answer) {
        tally.refused.increment();
        if (answer.status() == TOO_MANY) {
            tally.rateLimited.increment();
        }
    }

    /** Sends the list: all of its orders are acknowledged, or none. */
    private void place(ListRequest request) throws InterruptedException {
        tally.ordersSent.add(request.orders().size());
        try {
            ApiAnswer answer = api.post(listsPath(), token, request.body());
            if (answer.status() == CREATED) {
                noteList(answer.body());
            } else if (answer.status() >= 500 && !isRefusedForLoad(answer)) {
                tally.unknown(new Unknown.OfList(this, request));
            } else if (answer.status() == UNPROCESSABLE && answer.body().hasNonNull("orderId")) {
                tally.listsDenied.increment();
                tally.denied.add(request.orders().size());
            } else {
                noteRefused(answer);
            }
        } catch (IOException e) {
            tally.unknown(new Unknown.OfList(this, request));
        } catch (InterruptedException e) {
            tally.unknown(new Unknown.OfList(this, request));
            throw e;
        }
    }

    private void noteList(JsonNode list) {
        tally.listsAcknowledged.increment();
        for (JsonNode member : list.path("members")) {
            JsonNode order = member.path("order");
            noteAcknowledged(order.path("clOrdId").asText(), order);
        }
    }

    /** Asks what became of a list whose answer did not come; false when even that cannot be told. */
    boolean resolve(ListRequest request) throws InterruptedException {
        try {
            ApiAnswer answer = api.get(listsPath() + "/" + request.listId(), token);
            if (answer.status() == NOT_FOUND) {
                tally.refused.increment();
                return true;
            }
            if (!answer.isSuccess()) {
                return false;
            }
            if (answer.text("listOrderStatus").filter("REJECT"::equals).isPresent()) {
                tally.listsDenied.increment();
                tally.denied.add(request.orders().size());
            } else {
                noteList(answer.body());
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** What rested of it is on its way out, or has a request that waits: the end of the session looks after that. */
    private void massCancel(MassCancelRequest request) throws InterruptedException {
        resting.removeIf(order -> request.isAbout(order.request()));
        try {
            if (!resolve(request)) {
                tally.unknown(new Unknown.OfMassCancel(this, request));
            }
        } catch (InterruptedException e) {
            tally.unknown(new Unknown.OfMassCancel(this, request));
            throw e;
        }
    }

    /** Sends it, or sends it again: the same is answered with what was done. False when no answer came. */
    boolean resolve(MassCancelRequest request) throws InterruptedException {
        try {
            ApiAnswer answer = api.post(ordersPath() + "/mass-cancel", token, request.body());
            if (answer.isSuccess()) {
                tally.massCancels.increment();
                JsonNode counts = answer.body().path("counts");
                tally.massCanceled.add(counts.path("CANCELED").asLong()
                        + counts.path("CANCEL_REQUESTED").asLong());
            } else if (answer.status() >= 500 && !isRefusedForLoad(answer)) {
                return false;
            } else {
                noteRefused(answer);
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String noteAcknowledged(String clOrdId, JsonNode order) {
        String orderId = order.path("orderId").asText();
        tally.acknowledged.increment();
        acknowledged.add(account.id(), clOrdId, orderId);
        return orderId;
    }

    /** The same request once more must be answered with the same order. */
    private void repeat(OrderRequest request, String orderId) throws InterruptedException {
        try {
            ApiAnswer answer = api.post(ordersPath(), token, request.body());
            tally.replayed.increment();
            boolean same = answer.replayed()
                    && answer.text("orderId").filter(orderId::equals).isPresent();
            if (answer.isSuccess() && !same) {
                tally.contradictions.increment();
            }
        } catch (IOException e) {
            tally.unknown(new Unknown.OfRepetition(this, request));
        }
    }

    /** Another order under a ClOrdID that is taken must be refused. */
    private void reuseId(OrderRequest changed) throws InterruptedException {
        try {
            ApiAnswer answer = api.post(ordersPath(), token, changed.body());
            if (answer.isSuccess()) {
                tally.contradictions.increment();
            }
        } catch (IOException e) {
            tally.unknown(new Unknown.OfRepetition(this, changed));
        }
    }

    /** Asks for a cancel of the order. */
    void cancel(String orderId) throws InterruptedException {
        tally.cancelsSent.increment();
        Map<String, Object> body = Map.of("clOrdId", planner.nextClOrdId());
        change(orderId, "cancel", body, tally.cancelsAccepted, tally.cancelsRefused);
    }

    private void replace(Resting order) throws InterruptedException {
        Terms terms = instruments.stream()
                .filter(each -> each.symbol().equals(order.request().symbol()))
                .findFirst()
                .orElseThrow();
        Optional<Touch> touch = quotes.touch(terms.symbol());
        if (touch.isEmpty()) {
            tally.ticksSkipped.increment();
            return;
        }
        tally.replacesSent.increment();
        ReplaceRequest request = planner.replace(order.request(), terms, touch.get());
        change(order.orderId(), "replace", request.body(), tally.replacesAccepted, tally.replacesRefused);
    }

    private void change(String orderId, String what, Map<String, Object> body, LongAdder accepted, LongAdder refused)
            throws InterruptedException {
        try {
            ApiAnswer answer = api.post(ordersPath() + "/" + orderId + "/" + what, token, body);
            if (answer.isSuccess()) {
                accepted.increment();
            } else if (answer.status() >= 500 && !isRefusedForLoad(answer)) {
                tally.unknown(new Unknown.OfChange(this, orderId));
            } else {
                refused.increment();
            }
        } catch (IOException e) {
            tally.unknown(new Unknown.OfChange(this, orderId));
        } catch (InterruptedException e) {
            tally.unknown(new Unknown.OfChange(this, orderId));
            throw e;
        }
    }

    /** Cancels every order of the account that is open and waits for no other answer; how many there were. */
    int cancelOpenOrders() throws IOException, InterruptedException {
        int asked = 0;
        String cursor = "";
        do {
            ApiAnswer page = api.get(ordersPath() + "?status=open&limit=500" + cursor, token);
            if (!page.isSuccess()) {
                throw new IOException("GET open orders: " + page.describe());
            }
            for (JsonNode order : page.body().path("items")) {
                asked++;
                if (!order.hasNonNull("pendingClOrdId")) {
                    cancel(order.path("orderId").asText());
                }
            }
            cursor = page.text("nextCursor").map(next -> "&cursor=" + next).orElse("");
        } while (!cursor.isEmpty());
        return asked;
    }

    /** Asks what became of an order whose answer did not come; false when even that cannot be told. */
    boolean resolve(OrderRequest request) throws InterruptedException {
        try {
            ApiAnswer answer = api.get(ordersPath() + "/by-cl-ord-id/" + request.clOrdId(), token);
            if (answer.status() == NOT_FOUND) {
                tally.refused.increment();
                return true;
            }
            if (answer.isSuccess()) {
                if (answer.text("ordStatus").filter("DENIED"::equals).isPresent()) {
                    tally.denied.increment();
                } else {
                    noteAcknowledged(request.clOrdId(), answer.body());
                }
                return true;
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the order that was sent again can be seen: it had been acknowledged, so it must be there. */
    boolean resolveRepetition(OrderRequest request) throws InterruptedException {
        try {
            return api.get(ordersPath() + "/by-cl-ord-id/" + request.clOrdId(), token)
                    .isSuccess();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the order whose cancel or replace was not answered can be seen again: how it stands says what became of it. */
    boolean resolveChange(String orderId) throws InterruptedException {
        try {
            return api.get(ordersPath() + "/" + orderId, token).isSuccess();
        } catch (IOException e) {
            return false;
        }
    }

    private BigDecimal sellable(Terms terms) throws InterruptedException {
        try {
            ApiAnswer answer = api.get("/v1/accounts/" + account.id() + "/balances", token);
            for (JsonNode balance : answer.body().path("items")) {
                if (balance.path("code").asText().equals("POSITION")
                        && balance.path("asset").asText().equals(terms.symbol())) {
                    return new BigDecimal(balance.path("available").asText("0"));
                }
            }
            return BigDecimal.ZERO;
        } catch (IOException e) {
            return BigDecimal.ZERO;
        }
    }

    private static boolean isRefusedForLoad(ApiAnswer answer) {
        return answer.status() == UNAVAILABLE && answer.code().equals("OVERLOADED");
    }

    private String listsPath() {
        return "/v1/accounts/" + account.id() + "/order-lists";
    }

    private String ordersPath() {
        return "/v1/accounts/" + account.id() + "/orders";
    }
}
