package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.idiolect.oauth.pds.Wire;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What becomes of a runtime that this machine can't run. */
class NotRunTest {

    private static final Platform PLATFORM =
            new NoRuntime("Missing runtime", Optional.of("it needs a JDK that is not here"));

    static final class Checks extends RuntimeChecks {

        private static final List<String> SERVERS = new ArrayList<>();

        Checks() {
            super(PLATFORM);
            SERVERS.addAll(List.of(fake.pdsUrl(), other.pdsUrl()));
        }
    }

    @AfterEach
    void leaveNoResult() {
        RuntimeResult.forget(PLATFORM);
    }

    private static EngineExecutionResults run() {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Checks.class))
                .execute();
    }

    @Test
    void aRuntimeThatCantRunHereIsReportedWithTheReasonAndCountsAsNoPass() {
        EngineExecutionResults run = run();
        run.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                container(Checks.class.getSimpleName()),
                                abortedWithReason(
                                        message("Missing runtime was not run: it needs a JDK that is not here"))));
        assertThat(run.testEvents().started().count()).isZero();
        assertThat(Path.of("target", "runtimes", "Missing-runtime.json"))
                .content()
                .contains("not run: it needs a JDK that is not here");
    }

    @Test
    void theServersOfItsChecksAreClosed() {
        run();
        assertThat(Checks.SERVERS)
                .isNotEmpty()
                .allSatisfy(server ->
                        assertThatThrownBy(() -> Wire.get(server)).hasCauseInstanceOf(ConnectException.class));
    }
}
