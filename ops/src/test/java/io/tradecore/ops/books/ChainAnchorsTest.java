package io.tradecore.ops.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tradecore.ledger.ChainHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChainAnchorsTest {
    private static final String A = "0191c5a0-0000-7000-8000-000000000001";
    private static final String B = "0191c5a0-0000-7000-8000-000000000002";

    @TempDir
    private Path folder;

    @Test
    void everyHeadIsHandedOnInTheOrderOfTheFile() throws Exception {
        List<ChainHead> heads = read(line(A, 7, "07") + line(B, 1, "01") + line(A, 9, "09") + line(A, 8, "08"));
        assertThat(heads)
                .extracting(head -> head.accountId() + " " + head.seq() + " " + head.hash()[0])
                .containsExactly(A + " 7 7", B + " 1 1", A + " 9 9", A + " 8 8");
    }

    @Test
    void aLineThatWasNotFinishedIsPassedOverWhereverItIs() throws Exception {
        String whole = line(A, 9, "09");
        String torn = whole.substring(0, whole.length() - 5);
        assertThat(read(line(A, 7, "07") + torn)).extracting(ChainHead::seq).containsExactly(7L);
        assertThat(read(torn + "\n" + line(A, 10, "10")))
                .extracting(ChainHead::seq)
                .containsExactly(10L);
    }

    @Test
    void anyOtherLineThatIsNoHeadIsTold() {
        assertThatThrownBy(() -> read(line(A, 7, "07") + "nonsense\n" + line(A, 8, "08")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("line 2");
    }

    private List<ChainHead> read(String text) throws IOException, SQLException {
        List<ChainHead> heads = new ArrayList<>();
        ChainAnchors.read(Files.writeString(folder.resolve("heads.jsonl"), text), heads::addAll);
        return heads;
    }

    private static String line(String account, int seq, String hash) {
        return "{\"schema\":\"oms.chain\",\"version\":1,\"accountId\":\"" + account + "\",\"seq\":" + seq
                + ",\"hash\":\"" + hash + "\"}\n";
    }
}
