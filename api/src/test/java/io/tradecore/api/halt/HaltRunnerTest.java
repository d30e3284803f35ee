package io.tradecore.api.halt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HaltRunnerTest {

    private final List<CompletableFuture<Boolean>> answers =
            List.of(new CompletableFuture<>(), new CompletableFuture<>());
    private final List<Integer> begun = new ArrayList<>();

    private CompletableFuture<Boolean> begin() {
        return HaltRunner.inTurn(List.of(0, 1), part -> {
            begun.add(part);
            return answers.get(part);
        });
    }

    @Test
    void eachPartBeginsWhenTheOneBeforeIsDone() {
        CompletableFuture<Boolean> done = begin();

        assertThat(begun).containsExactly(0);
        answers.get(0).complete(true);
        assertThat(begun).containsExactly(0, 1);
        assertThat(done).isNotDone();
        answers.get(1).complete(true);
        assertThat(done).isCompletedWithValue(true);
    }

    @Test
    void noneBeginsAfterOneThatTellsNotToGoOn() {
        CompletableFuture<Boolean> done = begin();

        answers.get(0).complete(false);

        assertThat(begun).containsExactly(0);
        assertThat(done).isCompletedWithValue(false);
    }

    @Test
    void nothingToDoIsDone() {
        assertThat(HaltRunner.inTurn(List.of(), _ -> new CompletableFuture<>())).isCompletedWithValue(true);
    }
}
