package io.tradecore.api.export;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.micronaut.serde.annotation.Serdeable;
import io.tradecore.api.query.JournalView;

/** A transfer of a journal together with the account it is of. */
@Serdeable.Serializable
record ExportedTransfer(String accountId, @JsonUnwrapped JournalView transfer) {}
