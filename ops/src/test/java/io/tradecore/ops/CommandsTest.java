package io.tradecore.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import io.tradecore.ops.installation.DataFolder;
import io.tradecore.ops.installation.ProcessStamp;
import io.tradecore.ops.installation.RunFile;
import io.tradecore.ops.installation.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What the commands answer before anything is started. */
class CommandsTest {

    @TempDir
    Path home;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @ParameterizedTest
    @CsvSource({
        "--seconds, 0, --seconds must be 1 to 86400",
        "--accounts, 19, --accounts must be 20 to 10000",
        "--rate, 0, --rate must be 1 to 10000",
        "--venue, other, --venue must be sim or none",
        "--replay, no-such-file.csv, --replay no-such-file.csv: no such file"
    })
    void theLauncherNamesTheArgumentThatIsWrong(String option, String value, String message) {
        assertThat(execute(new Launcher(home, out), option, value)).isEqualTo(Launcher.CANNOT);
        assertThat(text()).isEqualTo(message);
        assertThat(home.resolve("var")).doesNotExist();
    }

    @Test
    void theLauncherSaysWhyAFileIsNoRecording() throws IOException {
        Path file = Files.writeString(home.resolve("quotes.csv"), "time,price\n1,2\n");

        assertThat(execute(new Launcher(home, out), "--demo", "--replay", file.toString()))
                .isEqualTo(Launcher.CANNOT);
        assertThat(text()).isEqualTo(file + " has no column symbol, only [time, price]");
    }

    @Test
    void reconcilingNothingSaysSo() {
        assertThat(execute(new Reconcile(home, out))).isEqualTo(Launcher.CANNOT);
        assertThat(text()).startsWith("nothing runs on " + home.resolve("var/data"));
    }

    @Test
    void thereIsNothingToExportWhereNothingRuns() {
        Path file = home.resolve("journal.csv");

        assertThat(execute(new Export(home, out), "--out", file.toString())).isEqualTo(Launcher.CANNOT);
        assertThat(text()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void aStatementIsOfADayOrOfATimeAndOfAFileThatIsThere() throws IOException {
        Path file = Files.writeString(home.resolve("day.csv"), "account,symbol,qty\n");

        assertThat(execute(new ReconcileStatement(home, out), file.toString(), "--venue", "SIM"))
                .isEqualTo(Launcher.CANNOT);
        assertThat(execute(new ReconcileStatement(home, out), "none.csv", "--venue", "SIM", "--day", "2026-11-21"))
                .isEqualTo(Launcher.CANNOT);
        assertThat(execute(new ReconcileStatement(home, out), file.toString(), "--venue", "SIM", "--day", "2026-11-21"))
                .isEqualTo(Launcher.CANNOT);
        assertThat(text().lines())
                .containsExactly(
                        "--day is needed, or --from and --to",
                        "none.csv: no such file",
                        "nothing runs on " + home.resolve("var/data") + "; start it with ops/run");
    }

    @Test
    void thereIsNothingToVerifyWhereNothingRuns() {
        assertThat(execute(new VerifyChain(home, out))).isEqualTo(Launcher.CANNOT);
        assertThat(text()).startsWith("nothing runs on " + home.resolve("var/data"));
    }

    @Test
    void aChainIsNotVerifiedWithoutItsKey() {
        assertThat(execute(new VerifyChain(home, out), "--url", "jdbc:postgresql://127.0.0.1:1/oms"))
                .isEqualTo(Launcher.CANNOT);
        assertThat(text()).isEqualTo("--url needs --keys");
    }

    @Test
    void aRunFileOfAProcessThatIsGoneIsNothingRunning() {
        DataFolder data = new DataFolder(home.resolve("var/data"));
        data.create();
        ProcessStamp gone = new ProcessStamp(ProcessHandle.current().pid(), "2001-01-01T00:00:00Z");
        new RunFile("", gone, gone, null, "", "", "", "", "jdbc:x", "jdbc:y", "", 1, 2, "oms").write(data.runFile());

        assertThat(execute(new Reconcile(home, out))).isEqualTo(Launcher.CANNOT);
        assertThat(text()).startsWith("nothing runs on ");
    }

    @Test
    void aTokenIsMadeForTheAccountsNamed() throws ParseException {
        DataFolder data = new DataFolder(home.resolve("var/data"));
        data.create();
        Secrets.loadOrCreate(data.secrets());
        String account = "00000000-0000-7000-8000-000000000001";

        assertThat(execute(new MakeToken(home, out), "--role", "trader", "--account", account))
                .isEqualTo(Launcher.OK);
        SignedJWT token = SignedJWT.parse(text());
        assertThat(token.getJWTClaimsSet().getStringListClaim("roles")).containsExactly("trader");
        assertThat(token.getJWTClaimsSet().getStringListClaim("accounts")).containsExactly(account);
    }

    @Test
    void thereIsNoTokenWithoutAnInstallation() {
        assertThat(execute(new MakeToken(home, out), "--role", "admin")).isEqualTo(Launcher.CANNOT);
        assertThat(execute(new MakeToken(home, out), "--role", "king")).isEqualTo(Launcher.CANNOT);
        assertThat(text()).isEmpty();
    }

    private static int execute(Callable<Integer> command, String... arguments) {
        return new CommandLine(command).execute(arguments);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8).strip();
    }
}
