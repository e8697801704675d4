package dev.idiolect.oauth.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The model of a refresh by several hosts has no error within its bounds, and has one if a decision is broken. The bounds
 * that a test does not name are those of {@code bounds.pml}.
 */
class RefreshModelIT {

    private static final Path MODEL = Path.of("src/test/model/refresh.pml");

    /** With {@code -Dmodel.long=true}: larger bounds, which need some minutes and 3 GB. */
    private static final boolean LONG = Boolean.getBoolean("model.long");

    /** A broken decision, a property that it breaks, and the bounds within which it does. */
    enum Broken {
        NO_PERMIT("NO_TOKEN_SENT_TWICE"),
        PERMIT_WITHOUT_OWNER("NO_TOKEN_SENT_TWICE", "UNCLEAR=1"),
        LEASE_OVER_PERMIT("NO_TOKEN_SENT_TWICE"),
        RELEASE_DROPS_PERMIT("NO_TOKEN_SENT_TWICE"),
        SEND_LATE("NO_TOKEN_SENT_TWICE"),
        CLOCK_STARTS_LATE("NO_TOKEN_SENT_TWICE"),
        /** Not a decision: the limit that the guide states. */
        LONG_TRANSIT("NO_TOKEN_SENT_TWICE"),
        PERMIT_AGAIN("NO_TOKEN_SENT_TWICE", "UNCLEAR=1"),
        OWNER_IS_HOST("NO_TOKEN_SENT_TWICE", "UNCLEAR=1"),
        SAVE_WITHOUT_VERSION("NO_NEWER_SESSION_OVERWRITTEN", "USERS=1", "REJECTIONS=0"),
        VERSION_REPEATS("NO_NEWER_SESSION_OVERWRITTEN", "USERS=2", "CALLS=2", "CRASHES=0", "LOSSES=0", "REJECTIONS=0"),
        SAVE_INSERTS("NOTHING_AFTER_LOGOUT", "USERS=1", "REJECTIONS=0"),
        LEASE_NEVER_EXPIRES("DEFINITE_OUTCOME"),
        PERMIT_NEVER_EXPIRES("DEFINITE_OUTCOME"),
        NO_REVOCATION("UNSTORED_IS_REVOKED", "USERS=1", "REJECTIONS=0"),
        REVOKE_WITHOUT_LOAD("NO_STORED_SESSION_REVOKED", "UNCLEAR=1"),
        LEASE_FORGETS_PERMIT("LOST_RESPONSE_IS_NAMED"),
        RELEASE_DELETES_ROW("LOST_RESPONSE_IS_NAMED");

        private final String[] definitions;

        Broken(String property, String... bounds) {
            List<String> all = new ArrayList<>(List.of(name(), "PROPERTY=" + property));
            all.addAll(List.of(bounds));
            definitions = all.toArray(String[]::new);
        }
    }

    @TempDir
    private Path directory;

    @Test
    void holdsWithEachFaultAndALoginOrLogout() {
        assertHolds("USERS=1");
    }

    @Test
    void holdsIfTheResultOfAStatementIsLost() {
        assertHolds("UNCLEAR=1");
    }

    @Test
    void holdsIfAResultIsLostDuringALoginOrLogout() {
        if (LONG) {
            assertHolds("UNCLEAR=1", "USERS=1");
        } else {
            assertHolds("UNCLEAR=1", "USERS=1", "CRASHES=0", "LOSSES=0", "REJECTIONS=0");
        }
    }

    @Test
    void holdsWithTwoLoginsOrLogouts() {
        assertHolds("USERS=2", LONG ? "CRASHES=1" : "CRASHES=0", "LOSSES=0", "REJECTIONS=0");
    }

    @Test
    void holdsWithMoreRefreshesAndAnEndingServer() {
        assertHolds(LONG ? "CALLS=6" : "CALLS=4", "ENDINGS=1");
    }

    @Test
    void everyRunEnds() {
        assertNoError(spin().searchCycles());
    }

    @ParameterizedTest
    @EnumSource
    void findsEachBrokenDecision(Broken broken) {
        assertThat(spin().searchFirstError(broken.definitions))
                .contains("Full statespace search")
                .containsPattern("pan:1: (assertion violated|invalid end state)")
                .contains("errors: 1");
    }

    private void assertHolds(String... bounds) {
        String report = spin().search(bounds);
        assertThat(report).containsPattern("invalid end states\\s+\\+");
        assertNoError(report);
    }

    private static void assertNoError(String report) {
        assertThat(report)
                .contains("Full statespace search", "errors: 0")
                .containsPattern("assertion violations\\s+\\+")
                .doesNotContainIgnoringCase("not completed")
                .doesNotContainIgnoringCase("depth too small")
                .doesNotContainIgnoringCase("error:")
                .doesNotContainIgnoringCase("out of memory");
    }

    private Spin spin() {
        return new Spin(MODEL, directory);
    }
}
