package dev.idiolect.oauth.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.AtprotoAccount;
import dev.idiolect.oauth.testkit.AtprotoServer;
import dev.idiolect.oauth.testkit.AtprotoTestResource;
import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.RepoClient;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.Test;

/** An application's own test, with the server of the test kit. */
@QuarkusTest
@WithTestResource(
        value = AtprotoTestResource.class,
        initArgs = @ResourceArg(name = AtprotoTestResource.ACCOUNTS, value = "carol.test, dave.test"))
class TestServerTest {

    AtprotoServer server;

    @Inject
    OAuthTokenStore store;

    @Inject
    LoginFlow flow;

    @Inject
    @RestClient
    RepoClient repo;

    @Test
    void accountOfTheServerSignsInAndWrites() {
        AtprotoAccount dave = server.account("dave.test");
        OAuthSession session = server.signIn(dave, flow);
        assertEquals(session, store.load(dave.did()).orElseThrow());
        repo.createRecord(CreateRecord.of(dave.did(), "dev.idiolect.test.note", Map.of("text", "Hello")));
        assertEquals(
                "Hello", server.records(dave, "dev.idiolect.test.note").get(0).getString("text"));
        server.assertNoViolations();
        assertTrue(
                server.accounts().stream().noneMatch(account -> account.handle().equals("alice.test")));
    }
}
