package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.pds.AccountMove;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.refresh.ReauthenticationRequiredException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each PDS is its own authorization server, so that the tokens of the first are worth nothing at the second. */
class MovedAccountIT extends MovedAccountFixture {

    @Override
    AccountMove startServers() {
        return AccountMove.start(Map.of());
    }

    private void assertMoved(ReauthenticationRequiredException end) {
        assertThat(end)
                .hasMessageContaining("the account moved to " + to().pdsUrl())
                .hasMessageContaining("the user must sign in again");
        assertThat(ends())
                .singleElement()
                .satisfies(event -> assertThat(event.did()).isEqualTo(account.did()));
    }

    @Test
    void writesGoOnAfterANewSignIn() throws Exception {
        PdsLogin.login(from(), account, store());
        List<String> atOld = new ArrayList<>();
        List<String> atNew = new ArrayList<>();
        writeWhileItMoves(end -> {
            assertMoved(end);
            atNew.addAll(tokens(to()));
            PdsLogin.login(to(), account, store());
            atOld.addAll(tokens(from()));
        });
        assertThat(atNew).as("tokens at the new server before the sign-in").isEmpty();
        assertThat(ends()).hasSize(1);
        assertThat(store().load(account.did()))
                .hasValueSatisfying(session -> assertThat(session.pdsUrl()).isEqualTo(to().pdsUrl()));
        assertThat(notesAt(to())).isGreaterThanOrEqualTo(5);
        assertThat(tokens(from())).as("tokens at the old server").isEqualTo(atOld);
    }

    @Test
    void appPasswordSessionEndsAtOldServer() {
        PdsLogin.appPasswordLogin(from(), account, store());
        write(0);
        move();
        List<String> requests = to().stderr().lines().toList();
        assertThatThrownBy(() -> write(1))
                .isInstanceOfSatisfying(ReauthenticationRequiredException.class, this::assertMoved);
        assertThat(to().stderr().lines()).containsExactlyElementsOf(requests);
    }
}
