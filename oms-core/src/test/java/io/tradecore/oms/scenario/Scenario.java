package io.tradecore.oms.scenario;

import io.tradecore.oms.instrument.Contract;
import io.tradecore.oms.instrument.Instrument;
import io.tradecore.oms.instrument.MarginTerms;
import io.tradecore.oms.instrument.SecurityType;
import io.tradecore.oms.risk.SelfTradePrevention;
import io.tradecore.oms.session.TradingCalendar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One scenario of a table.
 *
 * @param file its file's name
 * @param id FIX's name of it, or ours
 * @param account what its account is
 * @param selfTrades what becomes of an order that would trade with another of the account
 */
public record Scenario(
        String file,
        int line,
        String id,
        String title,
        AccountKind account,
        SelfTradePrevention selfTrades,
        List<Step> steps) {

    /** What every scenario trades, by the tables' name. */
    public static final String SYMBOL = "SCN";

    /** That, and another one of the same kind. */
    public static final List<String> SYMBOLS = List.of(SYMBOL, "ALT");

    /** Follows the name of an order: a ClOrdID that we made for it. */
    private static final String OURS = "*";

    /** What each scenario's account has, in USD. */
    public static final String OPENING_CASH = "10000000";

    public static final BigDecimal BID_PX = new BigDecimal("99");
    public static final BigDecimal ASK_PX = new BigDecimal("101");

    public Scenario {
        steps = List.copyOf(steps);
    }

    /** Whether the table means a ClOrdID that we made, whatever it is. */
    public static boolean isOurs(String clOrdId) {
        return clOrdId.endsWith(OURS);
    }

    /** How the tables write a ClOrdID that we made for this order. */
    public static String ours(String orderName) {
        return orderName + OURS;
    }

    /** The name of the order that is meant. */
    public static String orderName(String clOrdId) {
        return isOurs(clOrdId) ? clOrdId.substring(0, clOrdId.length() - OURS.length()) : clOrdId;
    }

    /** How the instruments of the tables are. */
    public static Instrument instrument(String symbol, String venueId) {
        return instrument(symbol, venueId, Contract.spot("USD", 2));
    }

    /** As what an account of this kind trades: the same as a future on margin, of a tenth of its value. */
    public static Instrument instrument(String symbol, String venueId, AccountKind account) {
        return switch (account) {
            case CASH -> instrument(symbol, venueId);
            case MARGIN, HEDGING ->
                instrument(
                        symbol,
                        venueId,
                        new Contract(
                                SecurityType.FUT,
                                false,
                                false,
                                "USD",
                                2,
                                new MarginTerms(MarginTerms.Unit.RATE, new BigDecimal("0.1"), new BigDecimal("0.05")),
                                null));
        };
    }

    private static Instrument instrument(String symbol, String venueId, Contract contract) {
        return new Instrument(
                symbol,
                venueId,
                "USD",
                2,
                2,
                1,
                new BigDecimal("0.05"),
                new BigDecimal("0.5"),
                BigDecimal.ONE,
                new BigDecimal("1000000"),
                new BigDecimal("100000000"),
                new BigDecimal("0.5"),
                new BigDecimal("0.001"),
                true,
                TradingCalendar.ALWAYS,
                false,
                contract);
    }

    /**
     * Plays every step.
     *
     * @throws AssertionError if something else is seen than the table says: all differences with their places
     */
    public void play(Stage stage) throws Exception {
        List<String> differences = new ArrayList<>();
        stage.begin((int) steps.stream()
                .filter(step -> step.message() instanceof Message.NextDay)
                .count());
        for (Step step : steps) {
            String place = file + ":" + step.line() + " " + id + " \"" + step.text() + "\": ";
            for (String difference : stage.play(step.message()).differences(step.expected())) {
                differences.add(place + difference);
            }
        }
        if (!differences.isEmpty()) {
            throw new AssertionError(String.join("\n", differences));
        }
    }

    @Override
    public String toString() {
        return id + ": " + title;
    }
}
