package io.tradecore.ops.market;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstrumentSpecTest {

    @ParameterizedTest
    @CsvSource({
        "BTCUSDT, BTC, USDT",
        "ETHUSD, ETH, USD",
        "EURUSD, EUR, USD",
        "USDJPY, USD, JPY",
        "ETHBTC, ETH, BTC",
        "AAPL, AAPL, USD"
    })
    void splitsTheSymbolIntoWhatIsTradedAndItsCurrency(String symbol, String base, String currency) {
        InstrumentSpec spec = InstrumentSpec.of(new SymbolProfile(symbol, 2, 2, BigDecimal.TEN));

        assertThat(spec.base()).isEqualTo(base);
        assertThat(spec.currency()).isEqualTo(currency);
    }

    @Test
    void tickAndLotAreTheSmallestStepsSeen() {
        InstrumentSpec spec = InstrumentSpec.of(new SymbolProfile("BTCUSDT", 2, 5, new BigDecimal("61837.63")));

        assertThat(spec.tickSize()).isEqualByComparingTo("0.01");
        assertThat(spec.lotSize()).isEqualByComparingTo("0.00001");
        assertThat(spec.maxOrderQty()).isEqualByComparingTo("8");
    }

    @Test
    void wholeUnitsHaveALotOfOne() {
        InstrumentSpec spec = InstrumentSpec.of(new SymbolProfile("EURUSD", 5, 0, new BigDecimal("1.1")));

        assertThat(spec.lotSize()).isEqualByComparingTo("1");
        assertThat(spec.maxOrderQty()).isEqualByComparingTo("450000");
        assertThat(spec.body("SIM"))
                .containsEntry("maxOrderQty", "450000")
                .containsEntry("lotSize", "1")
                .containsEntry("tickSize", "0.00001");
    }

    @Test
    void aDearInstrumentCanStillBeOrderedByTheLot() {
        InstrumentSpec spec = InstrumentSpec.of(new SymbolProfile("BRKUSD", 2, 0, new BigDecimal("700000")));

        assertThat(spec.maxOrderQty()).isEqualByComparingTo("1");
        assertThat(spec.firstOrderQty()).isEqualByComparingTo("1");
    }

    @ParameterizedTest
    @CsvSource({"USD, 2", "JPY, 0", "USDT, 8", "BTC, 8"})
    void anAssetHasTheDecimalsOfItsMinorUnit(String asset, int scale) {
        assertThat(InstrumentSpec.assetScale(asset)).isEqualTo(scale);
    }
}
