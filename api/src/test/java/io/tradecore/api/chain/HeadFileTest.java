package io.tradecore.api.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.ledger.AccountId;
import io.tradecore.ledger.ChainHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadFileTest {
    private final ChainHead head = new ChainHead(new AccountId(new UUID(0, 1)), 7, new byte[32]);

    @TempDir
    private Path folder;

    @Test
    void aHeadIsALine() throws IOException {
        Path file = folder.resolve("heads.jsonl");

        assertThat(new HeadFile(file).keep(List.of(head, head))).isTrue();

        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    @Test
    void aLineThatWasNotFinishedDoesNotSwallowTheNext() throws IOException {
        Path file = Files.writeString(folder.resolve("heads.jsonl"), "{\"schema\":\"oms.ch");

        new HeadFile(file).keep(List.of(head));

        assertThat(Files.readAllLines(file)).hasSize(2).last().asString().startsWith("{");
    }
}
