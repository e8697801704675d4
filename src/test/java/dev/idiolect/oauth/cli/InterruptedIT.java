package dev.idiolect.oauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.cli.CliProcess.Ended;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.file.FilesystemOAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Gate;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** After Ctrl-C the program stores the new token before it ends. Otherwise the session would be lost. */
@Timeout(120)
class InterruptedIT {

    private static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";

    private final FakePds fake = FakePds.start();

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void ctrlCDuringARefreshLosesNoSession() {
        CliJar cli = new CliJar(home);
        OAuthSession session = fake.session(DID);
        try (FilesystemOAuthTokenStore store = FilesystemOAuthTokenStore.open(cli.sessions())) {
            store.save(session);
            Gate gate = new Gate();
            // The first response demands a nonce.
            fake.fail(FakePds.TOKEN, 1, Faults.challenge());
            fake.fail(FakePds.TOKEN, 1, Faults.holdResponse(gate));
            try (CliProcess refresh = cli.startInTerminal(Map.of(), "oauth", "refresh", "--did", DID)) {
                gate.awaitArrival();
                refresh.type("\u0003");
                refresh.awaitOut("Finishing the current operation");
                gate.open();
                Ended ended = refresh.end();
                assertThat(ended.exitCode()).isEqualTo(ExitCode.INTERRUPTED);
                assertThat(ended.out()).contains("The operation was completed before the program ended.");
            }
            assertThat(fake.refreshes()).isEqualTo(1);
            assertThat(store.load(DID).orElseThrow().refreshJwt()).isNotEqualTo(session.refreshJwt());
            assertThat(cli.run("oauth", "refresh", "--did", DID).exitCode()).isZero();
        }
    }
}
