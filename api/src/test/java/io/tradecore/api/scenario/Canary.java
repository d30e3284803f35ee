package io.tradecore.api.scenario;

import static io.tradecore.api.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import java.math.BigDecimal;

/**
 * Shows that whoever watches the market has looked at a quote: orders that are sent at its offer, and not before it, are
 * placed after it. Once they are sent another look is awaited, so that what the first one sent is done. For use by many
 * threads.
 */
final class Canary {
    private final ApiUnderTest api;
    private final String account;

    Canary(ApiUnderTest api) {
        this.api = api;
        this.account = api.newAccount("10000000");
    }

    /** Waits until the instrument's quote with this offer, which was another one before, has been looked at. */
    void awaitLook(String symbol, BigDecimal askPx) throws Exception {
        String risen = place(symbol, "STOP", askPx);
        String fallen = place(symbol, "MARKET_IF_TOUCHED", askPx);
        awaitSent(risen);
        awaitSent(fallen);
        awaitSent(place(symbol, "STOP", askPx));
    }

    private String place(String symbol, String ordType, BigDecimal stopPx) {
        return ApiUnderTest.must(201, api.post(Tokens.trader(account), orders(), """
                                {'clOrdId':'%s','symbol':'%s','side':'BUY','ordType':'%s','timeInForce':'GTC',
                                'orderQty':'1','stopPx':'%s'}""".formatted(
                                api.name("canary"), symbol, ordType, stopPx.toPlainString())))
                .text("orderId");
    }

    private void awaitSent(String orderId) throws Exception {
        eventually(() -> assertThat(ApiUnderTest.must(200, api.get(Tokens.trader(account), orders() + "/" + orderId))
                        .json()
                        .has("heldBy"))
                .isFalse());
    }

    private String orders() {
        return "/v1/accounts/" + account + "/orders";
    }
}
