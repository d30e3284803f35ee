package io.tradecore.api.export;

import io.tradecore.api.edge.Decimals;
import io.tradecore.api.json.JsonObject;
import io.tradecore.api.query.JournalView;
import io.tradecore.ledger.AccountId;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One object: accountId, from, to, opening, lines, closing. */
final class JsonStatement implements StatementText {
    private boolean anyLeg;

    @Override
    public void opening(AccountId accountId, Period period, Map<Line, BigDecimal> balances, StringBuilder text) {
        String head = json(new JsonObject()
                .put("accountId", accountId.toString())
                .put("from", period.from())
                .put("to", period.to()));
        // The object goes on: its end is written at the end of the statement.
        text.append(head, 0, head.length() - 1).append(",\n\"opening\":");
        balances(balances, text);
        text.append(",\n\"lines\":[");
    }

    @Override
    public void leg(JournalView transfer, JournalView.EntryView entry, BigDecimal balance, StringBuilder text) {
        text.append(anyLeg ? ",\n" : "\n");
        anyLeg = true;
        text.append(json(new JsonObject()
                .put("effectiveAt", transfer.effectiveAt())
                .put("recordedAt", transfer.recordedAt())
                .put("seq", transfer.seq())
                .put("leg", entry.leg())
                .put("transferId", transfer.transferId())
                .put("kind", transfer.kind())
                .put("orderId", transfer.orderId())
                .put("execId", transfer.execId())
                .put("code", entry.code())
                .put("asset", entry.asset())
                .put("amount", entry.amount())
                .put("balance", Decimals.text(balance))));
    }

    @Override
    public void closing(Map<Line, BigDecimal> balances, StringBuilder text) {
        text.append("],\n\"closing\":");
        balances(balances, text);
        text.append("}\n");
    }

    private static void balances(Map<Line, BigDecimal> balances, StringBuilder text) {
        String separator = "[";
        for (Map.Entry<Line, BigDecimal> balance : balances.entrySet()) {
            text.append(separator)
                    .append(json(new JsonObject()
                            .put("code", balance.getKey().code())
                            .put("asset", balance.getKey().asset())
                            .put("balance", Decimals.text(balance.getValue()))));
            separator = ",\n";
        }
        text.append(balances.isEmpty() ? "[]" : "]");
    }

    private static String json(JsonObject object) {
        return new String(object.toBytes(), StandardCharsets.UTF_8);
    }
}
