package io.tradecore.api.export;

import io.micronaut.json.JsonMapper;
import io.tradecore.api.query.JournalView;
import io.tradecore.ledger.AccountId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes exported transfers as JSON, named as the API's own answers name them. Safe for use by many threads. */
@Singleton
public final class JournalJson {
    private final JsonMapper json;

    JournalJson(JsonMapper json) {
        this.json = json;
    }

    String write(AccountId accountId, JournalView transfer) {
        try {
            return json.writeValueAsString(new ExportedTransfer(accountId.toString(), transfer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
