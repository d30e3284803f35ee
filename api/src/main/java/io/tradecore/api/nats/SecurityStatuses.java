package io.tradecore.api.nats;

import io.tradecore.oms.command.Reason;

/** Where a venue's word on an instrument goes. Safe for use by many threads; blocks its thread. */
public interface SecurityStatuses {

    /** What became of it. What it says is committed. */
    sealed interface Told {

        /** The instrument is halted, or its venue's halt has ended. */
        record Applied() implements Told {}

        /** It was told before, or news of later has come already. */
        record Ignored() implements Told {}

        /** An operator has to look; nothing was changed. */
        record Unfit(Reason reason, String text) implements Told {}
    }

    /** Does what the venue says, once. */
    Told tell(SecurityStatus status);
}
