package dev.idiolect.oauth.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.testkit.AtprotoAccount;
import dev.idiolect.oauth.testkit.AtprotoFaults;
import dev.idiolect.oauth.testkit.AtprotoServer;
import dev.idiolect.oauth.testkit.AtprotoTest;
import dev.idiolect.oauth.testkit.internal.Jsons;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** JUnit starts a server for a test class, and closes it. */
class AtprotoTestTest {

    private static final List<AtprotoServer> SERVERS = new CopyOnWriteArrayList<>();

    /** Runs a test class, and returns the results by the names of its tests: an empty text, or the message. */
    private static Map<String, String> run(Class<?> tests) {
        SERVERS.clear();
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .allEvents()
                .finished()
                .stream()
                .filter(event -> event.getTestDescriptor().isTest())
                .collect(Collectors.toMap(
                        event -> event.getTestDescriptor().getDisplayName().replaceFirst("\\(.*", ""),
                        AtprotoTestTest::message));
    }

    private static String message(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .map(Throwable::toString)
                .orElse("");
    }

    private static void violate(AtprotoServer server) {
        Wire.postJson(server.pdsUrl() + "/xrpc/" + KitApp.CREATE, Jsons.object());
    }

    @AtprotoTest(accounts = {"carol.test", "dave.test"})
    static class Parameters {

        private final AtprotoServer ofConstructor;

        Parameters(AtprotoServer server) {
            ofConstructor = server;
        }

        @BeforeAll
        static void start(AtprotoServer server) {
            SERVERS.add(server);
        }

        @Test
        void areResolved(AtprotoAccount first, AtprotoServer server, AtprotoAccount second, AtprotoFaults faults) {
            assertThat(server).isSameAs(ofConstructor).isSameAs(SERVERS.get(0));
            assertThat(faults).isSameAs(server.faults());
            assertThat(first.handle()).isEqualTo("carol.test");
            assertThat(second.handle()).isEqualTo("dave.test");
        }

        @Nested
        class Inner {

            @Test
            void hasTheSameServer(AtprotoServer server) {
                assertThat(server).isSameAs(ofConstructor);
                assertThat(Wire.get(server.pdsUrl()).statusCode()).isEqualTo(200);
            }
        }

        @Nested
        class Other {

            @Test
            void stillRuns(AtprotoServer server) {
                assertThat(Wire.get(server.pdsUrl()).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void parametersAreResolvedAndTheServerIsClosed() {
        assertThat(run(Parameters.class))
                .containsOnlyKeys("areResolved", "hasTheSameServer", "stillRuns")
                .allSatisfy((test, message) -> assertThat(message).isEmpty());
        String url = SERVERS.get(0).pdsUrl();
        assertThatThrownBy(() -> Wire.get(url)).isInstanceOf(UncheckedIOException.class);
    }

    @AtprotoTest
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {

        OneInstance(AtprotoServer server) {
            SERVERS.add(server);
        }

        @Test
        void hasTheServer(AtprotoServer server) {
            assertThat(server).isSameAs(SERVERS.get(0));
        }
    }

    @Test
    void oneInstanceForAllTestsHasAServer() {
        assertThat(run(OneInstance.class)).containsEntry("hasTheServer", "");
        String url = SERVERS.get(0).pdsUrl();
        assertThatThrownBy(() -> Wire.get(url)).isInstanceOf(UncheckedIOException.class);
    }

    @AtprotoTest
    static class Violations {

        @Test
        void violates(AtprotoServer server) {
            violate(server);
        }

        @Test
        void violatesAndFails(AtprotoServer server) {
            violate(server);
            throw new IllegalStateException("its own message");
        }

        @Test
        void obeys(AtprotoServer server) {
            assertThat(server.violations()).isEmpty();
        }
    }

    @Test
    void violationFailsOnlyItsTest() {
        Map<String, String> results = run(Violations.class);
        assertThat(results.get("violates")).contains("not signed");
        assertThat(results.get("violatesAndFails")).contains("its own message").doesNotContain("not signed");
        assertThat(results).containsEntry("obeys", "");
    }

    @AtprotoTest(strict = false)
    static class NotStrict {

        @Test
        void violates(AtprotoServer server) {
            violate(server);
        }
    }

    @Test
    void violationIsAllowedIfTheClassIsNotStrict() {
        assertThat(run(NotStrict.class)).containsEntry("violates", "");
    }

    @AtprotoTest(strict = false)
    static class Faulty {

        private static final String METHOD = "com.atproto.identity.resolveHandle";

        private static void resolve(AtprotoServer server) {
            String url = server.pdsUrl() + "/xrpc/" + METHOD + "?handle=alice.test";
            assertThat(Wire.get(url).statusCode()).isEqualTo(200);
            server.faults().fail(METHOD, 503, "NotEnoughResources");
        }

        @Test
        void first(AtprotoServer server) {
            resolve(server);
        }

        @Test
        void second(AtprotoServer server) {
            resolve(server);
        }
    }

    @Test
    void faultEndsWithItsTest() {
        assertThat(run(Faulty.class)).containsEntry("first", "").containsEntry("second", "");
    }

    @AtprotoTest(accounts = "alice.test")
    static class TooMany {

        @Test
        void asksForTwo(AtprotoAccount alice, AtprotoAccount bob) {
            assertThat(alice).isNotSameAs(bob);
        }
    }

    @Test
    void missingAccountIsNamed() {
        assertThat(run(TooMany.class).get("asksForTwo")).contains("Too many accounts", "alice.test", "@AtprotoTest(");
    }
}
