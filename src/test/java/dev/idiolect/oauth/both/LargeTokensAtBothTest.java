package dev.idiolect.oauth.both;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.KeptText;
import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Token responses with texts over the limits store nothing, and end no session. */
class LargeTokensAtBothTest extends BothFixture {

    private static final int TOKEN = 16 * 1024;

    static Stream<Arguments> members() {
        return callersWith(Stream.of("access_token", "refresh_token", "scope"));
    }

    @ParameterizedTest
    @MethodSource("members")
    void largeMemberIsNotStored(Caller caller, String name) {
        String value = name.equals("scope") ? "atproto " + "x".repeat(100_000) : "x".repeat(200_000);
        Throwable failure = catchThrowable(() -> session(caller, Faults.set(name, value)));
        assertKeepsOldSession(caller, failure);
        assertThat(failure).hasMessageContaining("its " + name + " has more than");
    }

    static Stream<Arguments> legacyMembers() {
        return callersWith(Stream.of("accessJwt", "refreshJwt"));
    }

    @ParameterizedTest
    @MethodSource("legacyMembers")
    void largeLegacyMemberIsNotStored(Caller caller, String name) {
        Throwable failure = catchThrowable(() -> legacySession(caller, Faults.set(name, "x".repeat(TOKEN + 1))));
        assertKeepsOldSession(caller, failure);
        assertThat(failure).hasMessageContaining("its " + name + " has more than 16384 characters");
    }

    // A broken server may recover: only several of these in a row end the session.
    private void assertKeepsOldSession(Caller caller, Throwable failure) {
        assertThat(store.listDids().stream().mapToLong(this::characters).sum())
                .as("kept characters")
                .isLessThan(10_000);
        if (caller == Caller.LOGIN) {
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            LoginException.class,
                            e -> assertThat(e.reason()).isEqualTo(LoginException.Reason.PROTOCOL_ERROR));
            assertThat(store.listDids()).isEmpty();
        } else {
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            RefreshException.class,
                            e -> assertThat(e.isTransient()).isTrue());
            assertThat(store.load(DID)).isPresent();
        }
        assertThat(failure).hasMessageNotContaining("xxx");
    }

    private long characters(String did) {
        return KeptText.in(store.load(did).orElseThrow()).characters();
    }

    static Stream<Arguments> longest() {
        return callersWith(Stream.of(TOKEN));
    }

    @ParameterizedTest
    @MethodSource("longest")
    void tokenOfMaximumLengthIsStored(Caller caller, int length) {
        OAuthSession session = session(caller, Faults.set("refresh_token", "r".repeat(length)));
        assertThat(session.refreshJwt()).hasSize(length);
    }
}
