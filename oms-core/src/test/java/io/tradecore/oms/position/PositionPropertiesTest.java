package io.tradecore.oms.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tradecore.ledger.MinorUnits;
import io.tradecore.oms.instrument.Payoff;
import io.tradecore.oms.order.Side;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds of any position, whatever the fills: 300 seeds of 40 fills each, for every kind of instrument. */
class PositionPropertiesTest {
    private static final int SEEDS = 300;
    private static final int FILLS = 40;
    private static final int MINOR_UNIT = 2;

    /** Averages are rounded to 12 decimals: what is made of them differs by less than this, a millionth of a minor unit. */
    private static final BigDecimal ROUNDING = new BigDecimal("0.00000001");

    private record Fill(Side side, BigDecimal qty, BigDecimal px) {

        BigDecimal signedQty() {
            return side == Side.BUY ? qty : qty.negate();
        }
    }

    enum Kind {
        LINEAR(Payoff.linear(BigDecimal.ONE), 50),
        MULTIPLIED(Payoff.linear(new BigDecimal("12.5")), 50),
        BELOW_ZERO(Payoff.linear(BigDecimal.ONE), -25),
        INVERSE(new Payoff(new BigDecimal("100"), true), 50);

        private final Payoff payoff;
        private final int lowestPx;

        Kind(Payoff payoff, int lowestPx) {
            this.payoff = payoff;
            this.lowestPx = lowestPx;
        }

        List<Fill> fills(Random random) {
            List<Fill> fills = new ArrayList<>();
            for (int i = 0; i < FILLS; i++) {
                fills.add(new Fill(
                        random.nextBoolean() ? Side.BUY : Side.SELL,
                        BigDecimal.valueOf(1 + random.nextInt(9_999), 3),
                        BigDecimal.valueOf(100L * lowestPx + random.nextInt(5_000), 2)));
            }
            return fills;
        }

        Position after(List<Fill> fills) {
            Position position = Position.flat("X");
            for (Fill fill : fills) {
                position = position.trade(fill.side, fill.qty, fill.px, payoff, BigDecimal.ZERO);
            }
            return position;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("What is realised and what is not is what the fills have cost and are worth")
    void valueIsKept(Kind kind) {
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Fill> fills = kind.fills(new Random(seed));
            Position position = kind.after(fills);
            BigDecimal mark = BigDecimal.valueOf(77);
            BigDecimal gained = fills.stream()
                    .map(fill -> kind.payoff.gain(fill.signedQty(), fill.px, mark))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal unrealised = position.avgPx() == null
                    ? BigDecimal.ZERO
                    : kind.payoff.gain(position.qty(), position.avgPx(), mark);

            assertThat(position.realisedPnl().add(unrealised))
                    .as("seed %d", seed)
                    .isCloseTo(gained, within(ROUNDING));
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("A fill in parts makes the position that it makes in one piece")
    void partsAddUp(Kind kind) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            List<Fill> fills = kind.fills(random);
            List<Fill> parts = new ArrayList<>();
            for (Fill fill : fills) {
                BigDecimal part = fill.qty.multiply(BigDecimal.valueOf(random.nextInt(1_000), 3));
                if (part.signum() > 0) {
                    parts.add(new Fill(fill.side, part, fill.px));
                }
                parts.add(new Fill(fill.side, fill.qty.subtract(part), fill.px));
            }
            Position whole = kind.after(fills);
            Position split = kind.after(parts);

            assertThat(split.qty()).as("seed %d", seed).isEqualByComparingTo(whole.qty());
            assertThat(split.realisedPnl()).as("seed %d", seed).isCloseTo(whole.realisedPnl(), within(ROUNDING));
            assertThat(split.avgPx() == null).isEqualTo(whole.avgPx() == null);
            if (whole.avgPx() != null) {
                assertThat(split.avgPx())
                        .as("seed %d", seed)
                        .isCloseTo(Objects.requireNonNull(whole.avgPx()), within(ROUNDING));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("The average moves only where more is opened, and lies between what was paid")
    void onlyOpeningMovesTheAverage(Kind kind) {
        for (int seed = 0; seed < SEEDS; seed++) {
            Position before = Position.flat("X");
            for (Fill fill : kind.fills(new Random(seed))) {
                Position after = before.trade(fill.side, fill.qty, fill.px, kind.payoff, BigDecimal.ONE);
                boolean opens = before.qty().signum() * fill.signedQty().signum() >= 0;
                boolean flipped = before.qty().signum() * after.qty().signum() < 0;
                if (opens) {
                    assertThat(after.realisedPnl()).isEqualByComparingTo(before.realisedPnl());
                } else if (flipped) {
                    assertThat(after.avgPx()).isEqualByComparingTo(fill.px);
                } else if (after.avgPx() != null) {
                    assertThat(after.avgPx()).isEqualByComparingTo(before.avgPx());
                }
                if (opens && before.avgPx() != null) {
                    assertThat(after.avgPx())
                            .isBetween(
                                    before.avgPx().min(fill.px), before.avgPx().max(fill.px));
                }
                before = after;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("What is posted of it sums to the rounded total, whatever was posted on the way")
    void postedSumsToTheRoundedTotal(Kind kind) {
        for (int seed = 0; seed < SEEDS; seed++) {
            BigDecimal posted = BigDecimal.ZERO;
            Position before = Position.flat("X");
            List<Fill> fills = kind.fills(new Random(seed));
            for (Fill fill : fills) {
                Position after = before.trade(fill.side, fill.qty, fill.px, kind.payoff, BigDecimal.ZERO);
                posted = posted.add(MinorUnits.step(before.realisedPnl(), after.realisedPnl(), MINOR_UNIT));
                before = after;
            }
            // The first of them is busted, and the difference is posted.
            Position without = kind.after(fills.subList(1, fills.size()));
            posted = posted.add(MinorUnits.step(before.realisedPnl(), without.realisedPnl(), MINOR_UNIT));

            assertThat(posted)
                    .as("seed %d", seed)
                    .isEqualByComparingTo(MinorUnits.round(without.realisedPnl(), MINOR_UNIT));
        }
    }
}
