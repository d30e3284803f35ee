package io.tradecore.api.halt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class HaltRunnerTest {

    @Test
    void eachPartBeginsWhenTheOneBeforeIsDone() {
        List<Integer> begun = new ArrayList<>();
        List<CompletableFuture<Void>> answers = List.of(new CompletableFuture<>(), new CompletableFuture<>());

        CompletableFuture<Void> done = HaltRunner.inTurn(List.of(0, 1), part -> {
            begun.add(part);
            return answers.get(part);
        });

        assertThat(begun).containsExactly(0);
        answers.get(0).complete(null);
        assertThat(begun).containsExactly(0, 1);
        assertThat(done).isNotDone();
        answers.get(1).complete(null);
        assertThat(done).isCompleted();
    }

    @Test
    void nothingToDoIsDone() {
        assertThat(HaltRunner.inTurn(List.of(), _ -> new CompletableFuture<>())).isCompleted();
    }
}
