package io.tradecore.api.chain;

import io.tradecore.api.json.JsonObject;
import io.tradecore.ledger.ChainHead;
import java.util.HexFormat;

/** A head as a message and as a line of a file. */
public final class HeadJson {
    private static final int VERSION = 1;

    private HeadJson() {}

    /** One line, without its end. */
    public static byte[] of(ChainHead head) {
        return new JsonObject()
                .put("schema", "oms.chain")
                .put("version", VERSION)
                .put("accountId", head.accountId().toString())
                .put("seq", head.seq())
                .put("hash", HexFormat.of().formatHex(head.hash()))
                .toBytes();
    }
}
