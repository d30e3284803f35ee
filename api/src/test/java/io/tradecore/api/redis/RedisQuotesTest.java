package io.tradecore.api.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.api.json.MalformedMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisQuotesTest {
    private static final String GOOD =
            "{'symbol':'BTC','bidPx':'10','bidQty':'1','askPx':'10.5','askQty':'2','quoteTime':'2024-08-08T10:00:00Z','venue':[1]}";

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @Test
    void fieldsNobodyKnowsArePassedOver() throws Exception {
        assertThat(RedisQuotes.read("BTC", json(GOOD), _ -> false).askPx()).isEqualTo("10.5");
    }

    @Test
    void theLastTradeIsReadWhereItIsTold() throws Exception {
        assertThat(RedisQuotes.read("BTC", json(GOOD), _ -> false).lastPx()).isNull();
        String told = GOOD.replace("'askQty'", "'lastPx':'10.25','askQty'");
        assertThat(RedisQuotes.read("BTC", json(told), _ -> false).lastPx()).isEqualTo("10.25");
    }

    @Test
    void aPriceBelowZeroIsReadWhereTheInstrumentMayHaveOne() throws Exception {
        String below = GOOD.replace("'10'", "'-10'").replace("'10.5'", "'0'");
        assertThat(RedisQuotes.read("BTC", json(below), "BTC"::equals).bidPx()).isEqualTo("-10");
    }

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "'BTC', 'ETH', symbol must be",
                "'bidPx':'10', 'bidPx':10, bidPx must be a string",
                "'bidPx':'10', 'bidPx':'0', bidPx must be positive",
                "'bidPx':'10', 'bidPx':'-1', bidPx must be positive",
                "'bidPx':'10', 'bidPx':'1e1', bidPx must be a plain decimal",
                "'bidPx':'10', 'bidPx':'NaN', bidPx must be a plain decimal",
                "'bidPx':'10', 'bidPx':'11', bidPx is above askPx",
                "'askQty':'2', 'askQty':null, askQty is missing",
                "'venue':[1], 'lastPx':'0', lastPx must be positive",
                "'venue':[1], 'lastPx':1.5, lastPx must be a string",
                "2024-08-08T10:00:00Z, 2024-08-08 10:00, quoteTime must be",
                "2024-08-08T10:00:00Z, +99999-08-08T10:00:00Z, quoteTime must be",
                "[1]}, [1], not JSON",
            })
    void aQuoteThatIsNoneSaysWhy(String part, String instead, String why) {
        assertThatThrownBy(() -> RedisQuotes.read("BTC", json(GOOD.replace(part, instead)), _ -> false))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining(why);
    }
}
