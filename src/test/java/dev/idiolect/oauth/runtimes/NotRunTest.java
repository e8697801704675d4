package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What becomes of a runtime that this machine can't run. */
class NotRunTest {

    private static final class Missing implements Platform {

        @Override
        public String name() {
            return "Missing runtime";
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public Optional<String> missing() {
            return Optional.of("it needs a JDK that is not here");
        }

        @Override
        public ServerProcess start(int port, Map<String, String> config, Path log, List<String> apps) {
            throw new AssertionError("started all the same");
        }
    }

    static final class Checks extends RuntimeChecks {

        Checks() {
            super(new Missing());
        }
    }

    @AfterEach
    void leaveNoResult() {
        RuntimeResult.forget(new Missing());
    }

    @Test
    void aRuntimeThatCantRunHereIsReportedWithTheReasonAndCountsAsNoPass() {
        EngineExecutionResults run = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Checks.class))
                .execute();
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
}
