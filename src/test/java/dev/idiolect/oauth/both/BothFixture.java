package dev.idiolect.oauth.both;

import static org.assertj.core.api.Assertions.catchThrowable;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.dpop.DpopNonces;
import dev.idiolect.oauth.dpop.DpopProofFactory;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.pds.PdsLogin;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.store.InMemoryOAuthTokenStore;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.testkit.internal.FakeDirectory;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.TestAccount;
import dev.idiolect.oauth.testkit.internal.TestClock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.Arguments;

/** Sends the same response to both callers that read it, login and refresh, and returns the result of each. */
@Timeout(60)
abstract class BothFixture {

    /** The two callers. */
    enum Caller {
        LOGIN,
        REFRESH
    }

    static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    static final Duration TIMEOUT = Duration.ofSeconds(20);

    final FakePds fake = FakePds.startSplit();
    final FakeDirectory directory = FakeDirectory.start();
    final TestAccount account = directory.put(fake, DID);

    /** The clock of the client; the fake server has its own. */
    final TestClock clock = TestClock.running();

    final OAuthTokenStore store = new InMemoryOAuthTokenStore();
    private final DpopNonces nonces = new DpopNonces();
    private final DpopProofFactory proofs = new DpopProofFactory(nonces, null, clock);
    final OAuthClient client = OAuthClient.development(PdsLogin.REDIRECT_URI, PdsLogin.SCOPE);
    final LoginSettings settings = settings(store);
    final LoginFlow flow = new LoginFlow(client, settings);
    final AppPasswordLogin appPasswordLogin = new AppPasswordLogin(client, settings);

    @AfterEach
    void stop() {
        fake.close();
        directory.close();
    }

    final LoginSettings settings(OAuthTokenStore sessions) {
        return LoginSettings.builder(sessions)
                .identities(IdentityResolver.builder()
                        .handleResolver(directory.url())
                        .plcUrl(directory.url())
                        .timeout(TIMEOUT)
                        .development(true)
                        .clock(clock)
                        .build())
                .proofs(proofs)
                .timeout(TIMEOUT)
                .development(true)
                .clock(clock)
                .build();
    }

    /** Returns both callers with each of the values. */
    static Stream<Arguments> callersWith(Stream<?> values) {
        return values.flatMap(value -> Stream.of(Caller.values()).map(caller -> Arguments.of(caller, value)));
    }

    /** Returns the stored session after a token response with a fault. */
    OAuthSession session(Caller caller, Fault tokenResponse) {
        if (caller == Caller.LOGIN) {
            Map<String, String> callback = fake.approve(flow.begin(DID).url(), DID);
            fake.fail(FakePds.TOKEN, tokenResponse);
            flow.complete(callback);
        } else {
            OAuthSession before = fake.session(DID);
            // Without a nonce challenge, the fault hits the first token request.
            nonces.update(fake.issuer(), fake.authNonces().current());
            fake.fail(FakePds.TOKEN, tokenResponse);
            refresh(before);
        }
        return store.load(DID).orElseThrow();
    }

    /** Returns the stored session after a response of the PDS to an app password or a legacy refresh token. */
    OAuthSession legacySession(Caller caller, Fault response) {
        if (caller == Caller.LOGIN) {
            fake.fail("com.atproto.server.createSession", response);
            appPasswordLogin.login(DID, account.password());
        } else {
            OAuthSession before = fake.bearerSession(DID);
            fake.fail(FakePds.REFRESH_SESSION, response);
            refresh(before);
        }
        return store.load(DID).orElseThrow();
    }

    private void refresh(OAuthSession before) {
        store.save(before);
        SessionRefresher.builder(store, refresher()).clock(clock).build().refresh(DID);
    }

    final Refresher refresher() {
        return Refresher.builder(proofs).timeout(TIMEOUT).clock(clock).build();
    }

    /** Makes the caller read the server metadata; returns its exception, or null if it accepts the metadata. */
    Throwable discovery(Caller caller) {
        return caller == Caller.LOGIN
                ? catchThrowable(() -> flow.begin(DID))
                : catchThrowable(() -> refresher().refresh(fake.session(DID)));
    }

    /** Returns whether an exception of either caller is transient. */
    static boolean isTransient(Throwable failure) {
        if (failure instanceof OAuthException e) {
            return e.isTransient();
        }
        throw new AssertionError("not an exception of this library", failure);
    }
}
