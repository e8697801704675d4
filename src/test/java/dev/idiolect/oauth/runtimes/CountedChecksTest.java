package dev.idiolect.oauth.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.container;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** How checks are counted for the README's table. */
class CountedChecksTest {

    private static final Platform PLATFORM = new NoRuntime("Counted runtime", JdkRange.from(17));

    /** Disables the checks for real runtimes. */
    private static final class Inherited implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getTestMethod().stream().anyMatch(test -> test.getDeclaringClass() != Checks.class)
                    ? ConditionEvaluationResult.disabled("inherited")
                    : ConditionEvaluationResult.enabled("");
        }
    }

    @ExtendWith(Inherited.class)
    static final class Checks extends RuntimeChecks {

        Checks() {
            super(PLATFORM);
        }

        @Override
        void startShared(Path temporary) {}

        @Test
        void passes() {}

        @Test
        void fails() {
            Assertions.fail();
        }

        @Test
        void isAborted() {
            Assumptions.abort();
        }
    }

    @AfterEach
    void deleteResult() {
        RuntimeResult.forget(PLATFORM);
    }

    @Test
    void onlySuccessfulChecksCountAsPassed() {
        int all = AnnotationSupport.findAnnotatedMethods(Checks.class, Testable.class, HierarchyTraversalMode.TOP_DOWN)
                .size();
        Events containers = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Checks.class))
                .execute()
                .containerEvents();
        assertThat(all).isGreaterThan(20);
        containers
                .assertThatEvents()
                .haveExactly(
                        1,
                        event(
                                container(Checks.class.getSimpleName()),
                                finishedWithFailure(message("README.md has no row for Counted runtime: "
                                        + "| Counted runtime | 1 | 1 of " + all + " |"))));
        assertThat(Path.of("target", "runtimes", "Counted-runtime.json"))
                .content()
                .contains("\"1 of " + all + "\"");
    }
}
