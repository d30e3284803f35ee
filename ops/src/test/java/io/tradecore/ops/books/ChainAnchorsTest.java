package io.tradecore.ops.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.ChainHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainAnchorsTest {
    private static final String A = "0191c5a0-0000-7000-8000-000000000001";
    private static final String B = "0191c5a0-0000-7000-8000-000000000002";

    @TempDir
    private Path folder;

    @Test
    void theLatestHeadOfEachAccountCounts() throws IOException {
        Map<AccountId, ChainHead> heads =
                read(line(A, 7, "07") + line(B, 1, "01") + line(A, 9, "09") + line(A, 8, "08"));
        assertThat(heads.values())
                .extracting(head -> head.accountId() + " " + head.seq())
                .containsExactlyInAnyOrder(A + " 9", B + " 1");
        assertThat(heads.values()).extracting(head -> (int) head.hash()[0]).containsExactlyInAnyOrder(9, 1);
    }

    @Test
    void aLastLineThatWasNotFinishedIsPassedOver() throws IOException {
        String torn = line(A, 9, "09");
        assertThat(read(line(A, 7, "07") + torn.substring(0, torn.length() - 5)).values())
                .extracting(ChainHead::seq)
                .containsExactly(7L);
    }

    @Test
    void anyOtherLineThatIsNoHeadIsTold() {
        assertThatThrownBy(() -> read(line(A, 7, "07") + "nonsense\n" + line(A, 8, "08")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("line 2");
    }

    private Map<AccountId, ChainHead> read(String text) throws IOException {
        return ChainAnchors.read(Files.writeString(folder.resolve("heads.jsonl"), text));
    }

    private static String line(String account, int seq, String hash) {
        return "{\"schema\":\"oms.chain\",\"version\":1,\"accountId\":\"" + account + "\",\"seq\":" + seq
                + ",\"hash\":\"" + hash + "\"}\n";
    }
}
