package io.tradecore.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigsTest {

    @ParameterizedTest
    @CsvSource({"1.18.0, TERM", "1.22.1, TERM", "1.23.0, QUIT", "1.24.1, QUIT"})
    void pgBouncerEndsAtOnceBySignalOfItsVersion(String version, String signal) {
        assertThat(ServerConfigs.poolStopSignal("PgBouncer " + version + "\n")).isEqualTo(signal);
    }

    @ParameterizedTest
    @CsvSource({"1.9.0, false", "1.18.0, false", "1.20.1, false", "1.21.0, true", "1.24.1, true", "2.0.0, true"})
    void pgBouncerPreparesSince121(String version, boolean prepares) {
        assertThat(ServerConfigs.poolPrepares("PgBouncer " + version + "\nlibevent 2.1.12-stable\n"))
                .isEqualTo(prepares);
    }

    @Test
    void aPgBouncerThatTellsNoVersionIsNotGuessedAt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ServerConfigs.poolPrepares("pgbouncer: not found"))
                .withMessageContaining("not found");
    }

    @Test
    void onlyAPgBouncerThatKnowsTheSettingIsGivenIt() {
        assertThat(ini(true)).contains("\nmax_prepared_statements = 1000\n");
        assertThat(ini(false)).doesNotContain("max_prepared_statements");
    }

    private static String ini(boolean prepares) {
        return ServerConfigs.pgbouncerIni("127.0.0.1", 6432, "127.0.0.1", 5432, "userlist.txt", prepares);
    }
}
