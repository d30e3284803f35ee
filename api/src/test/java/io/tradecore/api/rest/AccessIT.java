package io.tradecore.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what, for every route there is: a route that is not in this table fails the first test. */
@ExtendWith(ApiExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
    private static final Set<String> ADMIN = Set.of("admin");
    private static final Set<String> TRADE = Set.of("trader", "system");
    private static final Set<String> READ = Set.of("admin", "trader", "readonly", "system");
    private static final String ORDER =
            "{\"clOrdId\":\"B1\",\"symbol\":\"NOPE\",\"side\":\"BUY\",\"ordType\":\"MARKET\",\"timeInForce\":\"IOC\","
                    + "\"orderQty\":\"1\"}";

    private static final Map<String, Set<String>> ROLES = new TreeMap<>(Map.ofEntries(
            Map.entry("POST /v1/assets", ADMIN),
            Map.entry("POST /v1/venues", ADMIN),
            Map.entry("POST /v1/instruments", ADMIN),
            Map.entry("PATCH /v1/instruments/{symbol}", ADMIN),
            Map.entry("GET /v1/instruments", READ),
            Map.entry("GET /v1/instruments/{symbol}", READ),
            Map.entry("PUT /v1/calendars/{calendarId}", ADMIN),
            Map.entry("GET /v1/calendars/{calendarId}", READ),
            Map.entry("PUT /v1/instruments/{symbol}/margin", ADMIN),
            Map.entry("PUT /v1/assets/{asset}/haircut", ADMIN),
            Map.entry("PUT /v1/admin/accounts/{accountId}/margin-settings", ADMIN),
            Map.entry("GET /v1/admin/accounts/{accountId}/margin-settings/history", ADMIN),
            Map.entry("GET /v1/admin/margin-calls", ADMIN),
            Map.entry("GET /v1/admin/liquidations", ADMIN),
            Map.entry("PUT /v1/instruments/{symbol}/calendar", ADMIN),
            Map.entry("PUT /v1/instruments/{symbol}/halt", ADMIN),
            Map.entry("DELETE /v1/instruments/{symbol}/halt", ADMIN),
            Map.entry("POST /v1/instruments/{symbol}/splits", ADMIN),
            Map.entry("POST /v1/instruments/{symbol}/acts", ADMIN),
            Map.entry("GET /v1/admin/acts/{actId}", ADMIN),
            Map.entry("GET /v1/admin/acts/{actId}/accounts", ADMIN),
            Map.entry("POST /v1/accounts", ADMIN),
            Map.entry("PATCH /v1/accounts/{accountId}", ADMIN),
            Map.entry("POST /v1/desks", ADMIN),
            Map.entry("GET /v1/desks", ADMIN),
            Map.entry("POST /v1/strategies", ADMIN),
            Map.entry("GET /v1/strategies", ADMIN),
            Map.entry("GET /v1/admin/risk-rules", ADMIN),
            Map.entry("POST /v1/admin/risk-changes", ADMIN),
            Map.entry("GET /v1/admin/risk-changes", ADMIN),
            Map.entry("GET /v1/admin/risk-changes/{changeId}", ADMIN),
            Map.entry("POST /v1/admin/risk-changes/{changeId}/approve", ADMIN),
            Map.entry("POST /v1/admin/risk-changes/{changeId}/reject", ADMIN),
            Map.entry("POST /v1/accounts/{accountId}/deposits", ADMIN),
            Map.entry("POST /v1/accounts/{accountId}/withdrawals", ADMIN),
            Map.entry("PUT /v1/accounts/{accountId}/self-trade-prevention", ADMIN),
            Map.entry("PUT /v1/accounts/{accountId}/withdrawal-limits/{asset}", ADMIN),
            Map.entry("GET /v1/accounts/{accountId}/holds", READ),
            Map.entry("POST /v1/admin/ledger", ADMIN),
            Map.entry("GET /v1/admin/withdrawals", ADMIN),
            Map.entry("GET /v1/admin/breaks", ADMIN),
            Map.entry("POST /v1/admin/breaks/{breakId}/resolve", ADMIN),
            Map.entry("GET /v1/accounts/{accountId}", READ),
            Map.entry("GET /v1/accounts/{accountId}/balances", READ),
            Map.entry("GET /v1/accounts/{accountId}/positions", READ),
            Map.entry("GET /v1/accounts/{accountId}/equity", READ),
            Map.entry("GET /v1/accounts/{accountId}/margin", READ),
            Map.entry("GET /v1/accounts/{accountId}/realised", READ),
            Map.entry("GET /v1/rate-pairs", READ),
            Map.entry("PUT /v1/rate-pairs/{fromAsset}/{toAsset}", ADMIN),
            Map.entry("DELETE /v1/rate-pairs/{fromAsset}/{toAsset}", ADMIN),
            Map.entry("GET /v1/accounts/{accountId}/executions", READ),
            Map.entry("GET /v1/accounts/{accountId}/journal", READ),
            Map.entry("GET /v1/accounts/{accountId}/statement", READ),
            Map.entry("POST /v1/accounts/{accountId}/orders", TRADE),
            Map.entry("POST /v1/accounts/{accountId}/orders/{orderId}/cancel", TRADE),
            Map.entry("POST /v1/accounts/{accountId}/orders/{orderId}/replace", TRADE),
            Map.entry("POST /v1/accounts/{accountId}/orders/mass-cancel", TRADE),
            Map.entry("POST /v1/accounts/{accountId}/orders/preview", TRADE),
            Map.entry("POST /v1/accounts/{accountId}/orders/batch", TRADE),
            Map.entry("POST /v1/accounts/{accountId}/positions/close", TRADE),
            Map.entry("PUT /v1/accounts/{accountId}/dead-mans-switch", TRADE),
            Map.entry("POST /v1/admin/orders/mass-cancel", ADMIN),
            Map.entry("PUT /v1/admin/trading-states/{scope}/{scopeId}", ADMIN),
            Map.entry("GET /v1/admin/trading-states", ADMIN),
            Map.entry("GET /v1/admin/trading-states/changes", ADMIN),
            Map.entry("GET /v1/admin/trading-states/changes/{changeId}/accounts", ADMIN),
            Map.entry("GET /v1/accounts/{accountId}/orders", READ),
            Map.entry("GET /v1/accounts/{accountId}/orders/{orderId}", READ),
            Map.entry("GET /v1/accounts/{accountId}/orders/by-cl-ord-id/{clOrdId}", READ),
            Map.entry("GET /v1/accounts/{accountId}/orders/{orderId}/events", READ),
            Map.entry("POST /v1/accounts/{accountId}/order-lists", TRADE),
            Map.entry("GET /v1/accounts/{accountId}/order-lists/{listId}", READ),
            Map.entry("DELETE /v1/accounts/{accountId}/order-lists/{listId}", TRADE),
            Map.entry("GET /v1/admin/audit", ADMIN),
            Map.entry("GET /v1/admin/accounts/{accountId}/orders/{orderId}/timeline", ADMIN),
            Map.entry("GET /v1/admin/accounts/{accountId}/journal/export", ADMIN),
            Map.entry("GET /v1/admin/journal/export", ADMIN),
            Map.entry("GET /v1/admin/periods", ADMIN),
            Map.entry("POST /v1/admin/periods/close", ADMIN),
            Map.entry("GET /v1/admin/periods/reopenings", ADMIN),
            Map.entry("POST /v1/admin/periods/reopenings", ADMIN),
            Map.entry("POST /v1/admin/periods/reopenings/{reopeningId}/approve", ADMIN),
            Map.entry("GET /v1/admin/quarantine", ADMIN),
            Map.entry("POST /v1/admin/quarantine/{quarantineId}/resolve", ADMIN),
            Map.entry("POST /v1/admin/venue-statements", ADMIN),
            Map.entry("GET /v1/admin/venue-statements", ADMIN),
            Map.entry("GET /v1/admin/venue-statements/{statementId}", ADMIN),
            Map.entry("GET /v1/admin/venue-statements/{statementId}/items", ADMIN),
            Map.entry("POST /v1/admin/venue-statements/{statementId}/items/{itemNo}/resolve", ADMIN),
            Map.entry("GET /v1/admin/reconciliation", ADMIN)));

    private final ApiUnderTest api;
    private String mine = "";
    private String others = "";
    private String othersOrder = "";

    AccessIT(ApiUnderTest api) {
        this.api = api;
    }

    @BeforeAll
    void makeTwoTenants() {
        String symbol = api.newInstrument();
        mine = api.newAccount();
        others = api.newAccount();
        othersOrder = api.buyOne(others, symbol, "O1").text("orderId");
    }

    @Test
    void everyRouteOfTheRouterIsInTheTable() {
        assertThat(routes()).isEqualTo(new TreeSet<>(ROLES.keySet()));
    }

    @Test
    void everyRouteIsDescribed() {
        String description = api.send(api.request(null, "/openapi.yaml").GET()).text();
        for (String route : ROLES.keySet()) {
            String[] methodAndPath = route.split(" ", 2);
            int path = description.indexOf("\n  " + methodAndPath[1] + ":\n");
            assertThat(path).as(route).isPositive();
            int next = description.indexOf("\n  /", path + 1);
            assertThat(description.substring(path, next < 0 ? description.length() : next))
                    .as(route)
                    .contains("\n    " + methodAndPath[0].toLowerCase(java.util.Locale.ROOT) + ":\n");
        }
    }

    private Set<String> routes() {
        Set<String> routes = new TreeSet<>();
        api.context().getBean(Router.class).uriRoutes().forEach(route -> {
            String path = path(route);
            // HEAD comes with each GET; /openapi.yaml, health and metrics are not part of the versioned API.
            if (path.startsWith("/v1") && !route.getHttpMethodName().equals("HEAD")) {
                routes.add(route.getHttpMethodName() + " " + path);
            }
        });
        return routes;
    }

    private static String path(UriRouteInfo<?, ?> route) {
        return route.getUriMatchTemplate().toPathString();
    }

    static Stream<Arguments> everyRouteAndRole() {
        return ROLES.keySet().stream()
                .flatMap(route ->
                        Stream.of("admin", "trader", "readonly", "system").map(role -> Arguments.of(route, role)));
    }

    @ParameterizedTest
    @MethodSource("everyRouteAndRole")
    void aRoleReachesItsRoutesAndNoForeignAccount(String route, String role) {
        Answer answer = call(route, token(role), others, othersOrder);
        if (!ROLES.getOrDefault(route, Set.of()).contains(role)) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(403);
            assertThat(answer.code()).isEqualTo("FORBIDDEN");
            assertThat(answer.contentType()).startsWith("application/problem+json");
            return;
        }
        assertThat(answer.status()).as(answer.text()).isNotIn(401, 403).isLessThan(500);
        boolean tenant = role.equals("trader") || role.equals("readonly");
        if (tenant && route.contains("{accountId}")) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("ACCOUNT_UNKNOWN");
            Answer missing = call(
                    route,
                    token(role),
                    UUID.randomUUID().toString(),
                    UUID.randomUUID().toString());
            assertThat(answer.text()).isEqualTo(missing.text());
        }
    }

    @ParameterizedTest
    @MethodSource("everyRouteAndRole")
    void nothingIsReachedWithoutAToken(String route, String role) {
        Answer answer = call(route, null, others, othersOrder);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    private Answer call(String route, @org.jspecify.annotations.Nullable String token, String account, String order) {
        String[] methodAndPath = route.split(" ", 2);
        String path = methodAndPath[1]
                .replace("{accountId}", account)
                .replace("{orderId}", order)
                .replace("{clOrdId}", "O1")
                .replace("{listId}", "NONE")
                .replace("{actId}", "NONE")
                .replace("{symbol}", "NOPE")
                .replace("{calendarId}", "NOPE")
                .replace("{asset}", "NOPE")
                .replace("{fromAsset}", "NOPE")
                .replace("{toAsset}", "USD")
                .replace("{statementId}", UUID.randomUUID().toString())
                .replace("{itemNo}", "1")
                .replace("{scope}", "FIRM")
                .replace("{scopeId}", "NONE")
                .replace("{changeId}", "1")
                .replace("{breakId}", UUID.randomUUID().toString())
                .replace("{reopeningId}", UUID.randomUUID().toString())
                .replace("{changeId}", UUID.randomUUID().toString())
                .replace("{quarantineId}", UUID.randomUUID().toString());
        var request = api.request(token, path);
        if (methodAndPath[0].equals("GET")) {
            return api.send(request.GET());
        }
        return api.send(request.header("Content-Type", "application/json")
                .method(methodAndPath[0], BodyPublishers.ofString(body(path))));
    }

    /** A body that passes for what its route is asked. */
    private static String body(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "orders", "preview" -> ORDER;
            case "order-lists" -> "{\"listId\":\"L1\",\"listType\":\"OCO\",\"orders\":[{\"order\":" + ORDER + "}]}";
            case "dead-mans-switch" -> "{\"timeoutSeconds\":0}";
            case "batch" -> "{\"entries\":[{}]}";
            case "close" -> "{\"clOrdId\":\"B4\"}";
            case "cancel" -> "{\"clOrdId\":\"B2\"}";
            case "replace" -> "{\"clOrdId\":\"B2\",\"orderQty\":\"1\"}";
            case "mass-cancel" ->
                path.startsWith("/v1/admin")
                        ? "{\"clOrdId\":\"B3\",\"symbol\":\"NOPE\",\"reason\":\"none\"}"
                        : "{\"clOrdId\":\"B3\"}";
            case "acts" -> "{\"actId\":\"A1\",\"kind\":\"DIVIDEND\",\"amount\":\"1\",\"reason\":\"none\"}";
            case "splits" -> "{\"splitId\":\"S1\",\"numerator\":2,\"denominator\":1,\"reason\":\"none\"}";
            default -> "{}";
        };
    }

    private String token(String role) {
        return switch (role) {
            case "admin" -> Tokens.admin();
            case "trader" -> Tokens.trader(mine);
            case "readonly" -> Tokens.readonly(mine);
            default -> Tokens.system();
        };
    }

    static Stream<Arguments> forgeries() {
        JWTClaimsSet good = Tokens.claims("eve", List.of("admin")).build();
        String valid = Tokens.sign(good);
        String[] parts = valid.split("\\.");
        String none = base64("{\"alg\":\"none\"}") + "." + parts[1] + ".";
        return Stream.of(
                Arguments.of("alg none", new PlainJWT(good).serialize()),
                Arguments.of("alg none with the signature left", none + parts[2]),
                Arguments.of("no signature", parts[0] + "." + parts[1] + "."),
                Arguments.of(
                        "another secret", Tokens.sign(good, JWSAlgorithm.HS256, "another-secret-of-at-least-32-bytes")),
                Arguments.of("another algorithm, HS384", Tokens.sign(good, JWSAlgorithm.HS384, Tokens.SECRET)),
                Arguments.of("another algorithm, HS512", Tokens.sign(good, JWSAlgorithm.HS512, Tokens.SECRET)),
                Arguments.of(
                        "other claims under the signature",
                        parts[0] + "." + base64("{\"sub\":\"x\"}") + "." + parts[2]),
                Arguments.of("another issuer", spoilt(claims -> claims.issuer("someone"))),
                Arguments.of("no issuer", spoilt(claims -> claims.issuer(null))),
                Arguments.of("another audience", spoilt(claims -> claims.audience("other-api"))),
                Arguments.of("no audience", spoilt(claims -> claims.audience((String) null))),
                Arguments.of(
                        "expired",
                        spoilt(claims ->
                                claims.expirationTime(Date.from(Instant.now().minusSeconds(60))))),
                Arguments.of("without expiry", spoilt(claims -> claims.expirationTime(null))),
                Arguments.of(
                        "not yet valid",
                        spoilt(claims ->
                                claims.notBeforeTime(Date.from(Instant.now().plusSeconds(300))))),
                Arguments.of("no subject", spoilt(claims -> claims.subject(null))),
                Arguments.of("a subject no database takes", spoilt(claims -> claims.subject("a\0b"))),
                Arguments.of("garbage", "garbage"),
                Arguments.of("empty parts", ".."));
    }

    private static String spoilt(java.util.function.UnaryOperator<JWTClaimsSet.Builder> change) {
        return Tokens.sign(change.apply(Tokens.claims("eve", List.of("admin"))).build());
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void aForgedTokenIsNoToken(String name, String token) {
        Answer answer = api.get(token, "/v1/instruments");
        assertThat(answer.status()).as(name + " " + answer.text()).isEqualTo(401);
        assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void aTokenWithoutRolesReachesNothing() {
        String token = Tokens.sign(Tokens.claims("nobody", List.of()).build());
        assertThat(api.get(token, "/v1/instruments").status()).isEqualTo(403);
        String odd =
                Tokens.sign(Tokens.claims("nobody", List.of("ADMIN", "root")).build());
        assertThat(api.get(odd, "/v1/instruments").status()).isEqualTo(403);
    }

    @Test
    void accountsThatAreNoListAreNoAccounts() {
        String token = Tokens.sign(Tokens.claims("tess", List.of("trader"))
                .claim("accounts", others)
                .build());
        assertThat(api.get(token, "/v1/accounts/" + others).status()).isEqualTo(404);
    }

    @Test
    void metricsAreForOperatorsAndServices() {
        assertThat(api.get(Tokens.trader(mine), "/prometheus").status()).isEqualTo(403);
        assertThat(api.send(api.request(null, "/prometheus").GET()).status()).isEqualTo(401);
        assertThat(api.get(Tokens.admin(), "/prometheus").status()).isEqualTo(200);
    }

    @Test
    void anAccountInTheTokenThatIsNowhereElseIsUnknown() {
        String ghost = UUID.randomUUID().toString();
        for (String part : new String[] {"", "/balances", "/positions", "/executions", "/journal", "/orders"}) {
            Answer answer = api.get(Tokens.trader(ghost), "/v1/accounts/" + ghost + part);
            assertThat(answer.status()).as(part).isEqualTo(404);
            assertThat(answer.code()).isEqualTo("ACCOUNT_UNKNOWN");
        }
    }
}
