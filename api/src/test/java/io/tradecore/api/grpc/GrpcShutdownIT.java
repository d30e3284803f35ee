package io.tradecore.api.grpc;

import static io.tradecore.api.grpc.TradingClient.buy;
import static io.tradecore.api.grpc.TradingClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.tradecore.api.Eventually;
import io.tradecore.api.grpc.TradingClient.Trading;
import io.tradecore.api.rest.ApiExtension;
import io.tradecore.api.rest.ApiUnderTest;
import io.tradecore.api.rest.Tokens;
import io.tradecore.oms.instrument.HotQuotes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A process that is told to stop while clients trade. */
@ExtendWith(ApiExtension.class)
class GrpcShutdownIT {
    private static final int ORDERS = 200;

    private final ApiUnderTest api;

    GrpcShutdownIT(ApiUnderTest api) {
        this.api = api;
    }

    @Test
    void aStoppingProcessAnswersWhatItTookAndEndsItsStreamsWithoutDelay() throws Exception {
        String symbol = api.newInstrument();
        String account = api.newAccount();
        String trader = Tokens.trader(account);
        EmbeddedServer second = ApplicationContext.run(EmbeddedServer.class, api.configuration());
        Trading trading;
        Instant stopped;
        try (TradingClient client = new TradingClient(second.getApplicationContext())) {
            api.quote(symbol, "99.00", "101.00");
            HotQuotes quotes = second.getApplicationContext().getBean(HotQuotes.class);
            Eventually.eventually(() -> assertThat(quotes.quote(symbol)).isNotNull());
            trading = client.trade(trader);
            for (int i = 0; i < ORDERS; i++) {
                trading.send(request(i, account, buy("D" + i, symbol, "0.001")));
            }
            Eventually.eventually(() -> assertThat(trading.responses()).isNotEmpty());
            stopped = Instant.now();
            second.close();
            assertThat(Duration.between(stopped, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThat(trading.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        }
        // What was answered is there, and what was not can be asked for again, here or at another process.
        List<String> answered = trading.responses().stream()
                .map(response -> response.getAccepted().getOrderId())
                .toList();
        assertThat(answered).doesNotContain("").doesNotHaveDuplicates();
        try (TradingClient client = new TradingClient(api)) {
            api.quote(symbol, "99.00", "101.00");
            Trading again = client.trade(trader);
            for (int i = 0; i < ORDERS; i++) {
                again.send(request(i, account, buy("D" + i, symbol, "0.001")));
            }
            again.complete();
            assertThat(again.end()).isEqualTo(Status.OK);
            assertThat(again.responses().stream()
                            .map(response -> response.getAccepted().getOrderId())
                            .toList())
                    .hasSize(ORDERS)
                    .containsAll(answered);
        }
    }
}
