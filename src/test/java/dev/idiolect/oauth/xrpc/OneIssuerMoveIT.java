package dev.idiolect.oauth.xrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.idiolect.oauth.pds.AccountMove;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.session.OAuthSession;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Both PDSes have one authorization server, as those behind an entryway, so that the session moves along. */
class OneIssuerMoveIT extends MovedAccountFixture {

    @Override
    AccountMove startServers() {
        return AccountMove.startWithOneIssuer();
    }

    @Test
    void writesGoOnByThemselves() throws Exception {
        OAuthSession before = PdsLogin.login(from(), account, store());
        write(-1);
        assertThat(tokens(to())).as("tokens at the new server before the move").isEmpty();
        writeWhileItMoves(end -> Assertions.fail("the session has ended", end));

        OAuthSession after = store().load(account.did()).orElseThrow();
        assertThat(after.pdsUrl()).isEqualTo(to().pdsUrl());
        assertThat(after.issuer()).isEqualTo(before.issuer());
        assertThat(notesAt(to())).isGreaterThanOrEqualTo(5);
        assertThat(ends()).isEmpty();

        List<String> atOld = tokens(from());
        write(1000);
        assertThat(tokens(from())).as("tokens at the old server").isEqualTo(atOld);
        assertThat(tokens(to())).allMatch(line -> line.equals("POST /xrpc/com.atproto.repo.createRecord DPoP"));
    }
}
