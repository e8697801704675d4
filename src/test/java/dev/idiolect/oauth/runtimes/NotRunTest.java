package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.abortedWithReason;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import dev.idiolect.oauth.testkit.internal.FakePds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

/** A runtime that this machine cannot run. */
class NotRunTest {

    private static final String REASON = "it needs JDK 998 to 999, and there is none in JAVA_HOME, a variable such as"
            + " JAVA_HOME_998_X64, or /usr/lib/jvm";

    private static final Platform PLATFORM = new NoRuntime("Missing runtime", new JdkRange(998, 999));

    static final class Checks extends RuntimeChecks {

        private static final List<FakePds> SERVERS = new ArrayList<>();

        Checks() {
            super(PLATFORM);
            SERVERS.addAll(List.of(fake, other));
        }
    }

    @AfterEach
    void deleteResult() {
        RuntimeResult.forget(PLATFORM);
    }

    private static EngineExecutionResults run() {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Checks.class))
                .execute();
    }

    @Test
    void missingJdkIsReportedAsNotRun() {
        EngineExecutionResults run = run();
        run.containerEvents()
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                container(Checks.class.getSimpleName()),
                                abortedWithReason(message("Missing runtime was not run: " + REASON))));
        assertThat(run.testEvents().started().count()).isZero();
        assertThat(Path.of("target", "runtimes", "Missing-runtime.json"))
                .content()
                .contains("not run: " + REASON);
    }

    @Test
    void serversOfItsChecksAreClosed() {
        run();
        // Not by connecting: another test may use their ports by now.
        assertThat(Checks.SERVERS).isNotEmpty().allMatch(FakePds::isClosed);
    }
}
