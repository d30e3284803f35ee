package io.tradecore.api.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.tradecore.oms.pipeline.BatchState;
import io.tradecore.oms.pipeline.CommittedBatch;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecentCommitsTest {
    private final RecentCommits commits = new RecentCommits(64);

    @Test
    void whatThisProcessCommittedAloneIsTakenInTheOrderOfTheTransactions() {
        add(12, 10, 11);
        assertThat(commits.takeAll(10, 13)).extracting(CommittedBatch::txId).containsExactly(10L, 11L, 12L);
        assertThat(commits.takeAll(13, 13)).isEmpty();
    }

    @Test
    void aTransactionOfSomebodyElseInBetweenMakesTheWindowUnknown() {
        add(10, 12);
        assertThat(commits.takeAll(10, 13)).isNull();
    }

    @Test
    void aCommitThatComesOnlyAfterItsWindowWasReadIsNotTakenForALaterOne() {
        add(11);
        assertThat(commits.takeAll(10, 12)).isNull();
        add(10, 12);
        assertThat(commits.takeAll(12, 13)).extracting(CommittedBatch::txId).containsExactly(12L);
    }

    @Test
    void aTransactionThatIsNotYetBelowTheHorizonWaits() {
        add(10, 11);
        assertThat(commits.takeAll(10, 11)).extracting(CommittedBatch::txId).containsExactly(10L);
        assertThat(commits.takeAll(11, 12)).extracting(CommittedBatch::txId).containsExactly(11L);
    }

    @Test
    void moreThanARelayCanKeepUpWithIsLeftToTheDatabase() {
        for (long txId = 1; txId <= 1_000; txId++) {
            add(txId);
        }
        assertThat(commits.takeAll(1, 1_001)).isNull();
        add(1_001);
        assertThat(commits.takeAll(1_001, 1_002)).hasSize(1);
    }

    private void add(long... txIds) {
        for (long txId : txIds) {
            commits.add(new CommittedBatch(new BatchState(txId, Map.of())));
        }
    }
}
