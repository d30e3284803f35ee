package io.tradecore.ops;

import io.tradecore.ops.installation.Installation;
import io.tradecore.ops.installation.InstallationOptions;
import io.tradecore.ops.market.DemoAccount;
import io.tradecore.ops.market.InstrumentSpec;
import io.tradecore.servers.ServerAddresses;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** Tells a person where everything is and how to place a first order. */
final class Welcome {

    private static final Duration TOKEN_LIFE = Duration.ofHours(24);

    private final Installation installation;
    private final InstallationOptions options;
    private final DemoAccount account;
    private final InstrumentSpec instrument;
    private final PrintStream out;

    Welcome(
            Installation installation,
            InstallationOptions options,
            DemoAccount account,
            InstrumentSpec instrument,
            PrintStream out) {
        this.installation = installation;
        this.options = options;
        this.account = account;
        this.instrument = instrument;
        this.out = out;
    }

    void print(String adminToken) {
        ServerAddresses addresses = installation.addresses();
        String trader =
                installation.tokens().issue(account.trader(), List.of("trader"), List.of(account.id()), TOKEN_LIFE);
        out.printf(
                """

                REST        %1$s/v1
                OpenAPI     %1$s/openapi.yaml
                gRPC        %16$s
                PostgreSQL  %2$s:%3$d/%4$s through PgBouncer, %5$s:%6$d direct
                NATS        %7$s
                Redis       %8$s
                Logs        %9$s
                Venue       %10$s

                export TRADER=%11$s
                export ADMIN=%12$s

                A first order:
                curl -s %1$s/v1/accounts/%13$s/orders -H "Authorization: Bearer $TRADER" \\
                  -H 'Content-Type: application/json' \\
                  -d '{"clOrdId":"first-1","symbol":"%14$s","side":"BUY","ordType":"MARKET","timeInForce":"IOC","orderQty":"%15$s"}'

                """,
                installation.apiUrl(),
                addresses.pgbouncerHost(),
                addresses.pgbouncerPort(),
                addresses.database(),
                addresses.postgresHost(),
                addresses.postgresPort(),
                addresses.natsUri(),
                addresses.redisUri(),
                options.data().logs(),
                options.simulator() ? "the simulator (SIM)" : "none: yours, see docs/venue-protocol.md",
                trader,
                adminToken,
                account.id(),
                instrument.symbol(),
                instrument.firstOrderQty().toPlainString(),
                installation.grpcAddress());
    }
}
