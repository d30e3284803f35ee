package io.tradecore.ops.market;

import com.fasterxml.jackson.databind.JsonNode;
import io.tradecore.ops.rest.ApiAnswer;
import io.tradecore.ops.rest.ApiClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes what the demo needs over the admin API. Everything may be there already from an earlier start: then it stays as
 * it is.
 */
public final class ReferenceData {

    public static final String VENUE = "SIM";

    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;
    private static final int ORDERS_PER_SECOND = 200;
    private static final String RICH_DEPOSIT = "5000000";
    private static final String POOR_DEPOSIT = "500";

    private final ApiClient api;
    private final String adminToken;

    public ReferenceData(ApiClient api, String adminToken) {
        this.api = api;
        this.adminToken = adminToken;
    }

    /** Makes the venue and the assets of instruments. */
    public void venueAndAssets(List<InstrumentSpec> specs) throws IOException, InterruptedException {
        ensure("/v1/venues", Map.of("venueId", VENUE, "name", "Venue simulator"));
        Set<String> assets = new TreeSet<>();
        for (InstrumentSpec spec : specs) {
            assets.add(spec.base());
            assets.add(spec.currency());
        }
        for (String asset : assets) {
            ensure("/v1/assets", Map.of("asset", asset, "scale", InstrumentSpec.assetScale(asset), "name", asset));
        }
    }

    /**
     * Makes venue, assets and instruments.
     *
     * @return the instruments as the API now has them, in the order of specs
     */
    public List<Terms> instruments(List<InstrumentSpec> specs) throws IOException, InterruptedException {
        venueAndAssets(specs);
        List<Terms> terms = new ArrayList<>();
        for (InstrumentSpec spec : specs) {
            terms.add(Terms.of(instrument(spec)));
        }
        return List.copyOf(terms);
    }

    /**
     * Has the instruments' quotes tell what one asset is worth in another, where there is more than one currency: what an
     * account has in several is added up in its own, and where that cannot be done it opens nothing.
     */
    public void rates(List<InstrumentSpec> specs) throws IOException, InterruptedException {
        if (specs.stream().map(InstrumentSpec::currency).distinct().count() < 2) {
            return;
        }
        for (InstrumentSpec spec : specs) {
            rate(spec.base(), spec.currency(), spec.symbol(), false);
            rate(spec.currency(), spec.base(), spec.symbol(), true);
        }
    }

    private void rate(String from, String to, String symbol, boolean inverted)
            throws IOException, InterruptedException {
        String path = "/v1/rate-pairs/" + from + "/" + to;
        ApiAnswer answer = api.put(path, adminToken, Map.of("symbol", symbol, "inverted", inverted));
        if (!answer.isSuccess()) {
            throw new IllegalStateException("PUT " + path + ": " + answer.describe());
        }
    }

    /** Makes the accounts and gives each its opening deposit in every currency. */
    public void accounts(List<DemoAccount> accounts, Set<String> currencies) throws IOException, InterruptedException {
        String baseCurrency = currencies.iterator().next();
        for (DemoAccount account : accounts) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("accountId", account.id().toString());
            body.put("name", account.name());
            body.put("accountType", "CASH");
            body.put("baseCurrency", baseCurrency);
            body.put("limits", Map.of("ordersPerSecond", ORDERS_PER_SECOND));
            ensure("/v1/accounts", body);
            for (String currency : currencies) {
                ensure(
                        "/v1/accounts/" + account.id() + "/deposits",
                        Map.of(
                                "transferId",
                                "demo-opening-" + currency,
                                "asset",
                                currency,
                                "amount",
                                account.poor() ? POOR_DEPOSIT : RICH_DEPOSIT));
            }
        }
    }

    private JsonNode instrument(InstrumentSpec spec) throws IOException, InterruptedException {
        String path = "/v1/instruments/" + spec.symbol();
        ApiAnswer known = api.get(path, adminToken);
        if (known.status() == NOT_FOUND) {
            ensure("/v1/instruments", spec.body(VENUE));
            known = api.get(path, adminToken);
        }
        if (!known.isSuccess()) {
            throw new IllegalStateException("GET " + path + ": " + known.describe());
        }
        return known.body();
    }

    private void ensure(String path, Map<String, ?> body) throws IOException, InterruptedException {
        ApiAnswer answer = api.post(path, adminToken, body);
        if (!answer.isSuccess() && answer.status() != CONFLICT) {
            throw new IllegalStateException("POST " + path + " " + body + ": " + answer.describe());
        }
    }
}
