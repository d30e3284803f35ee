package io.tradecore.oms.scenario;

import io.tradecore.oms.instrument.Instrument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * One scenario of a table.
 *
 * @param file its file's name
 * @param id FIX's name of it, or ours
 */
public record Scenario(String file, int line, String id, String title, List<Step> steps) {

    /** What each scenario's account has, in USD. */
    public static final String OPENING_CASH = "10000000";

    public static final BigDecimal BID_PX = new BigDecimal("99");
    public static final BigDecimal ASK_PX = new BigDecimal("101");

    public Scenario {
        steps = List.copyOf(steps);
    }

    /** What every scenario trades. */
    public static Instrument instrument(String symbol, String venueId) {
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
                true);
    }

    /**
     * Plays every step.
     *
     * @throws AssertionError if something else is seen than the table says: all differences with their places
     */
    public void play(Stage stage) throws Exception {
        List<String> differences = new ArrayList<>();
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
