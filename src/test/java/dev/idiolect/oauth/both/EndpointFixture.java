package dev.idiolect.oauth.both;

import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.refresh.SessionRefresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import java.util.Map;
import java.util.function.Function;

/** Every endpoint to which logins, refreshes and logouts send requests. */
abstract class EndpointFixture extends BothFixture {

    /** An endpoint, and what an application does that sends requests to it. */
    enum Endpoint {
        RESOURCE_AT_LOGIN(FakePds.PROTECTED_RESOURCE, EndpointFixture::begin),
        SERVER_AT_LOGIN(FakePds.AUTHORIZATION_SERVER, EndpointFixture::begin),
        PAR(FakePds.PAR, EndpointFixture::begin),
        CODE(FakePds.TOKEN, EndpointFixture::login),
        RESOURCE_AT_REFRESH(FakePds.PROTECTED_RESOURCE, EndpointFixture::refresh),
        SERVER_AT_REFRESH(FakePds.AUTHORIZATION_SERVER, EndpointFixture::refresh),
        REFRESH(FakePds.TOKEN, EndpointFixture::refresh),
        SERVER_AT_LOGOUT(FakePds.AUTHORIZATION_SERVER, EndpointFixture::logout),
        REVOKE(FakePds.REVOKE, EndpointFixture::logout),
        CREATE_SESSION("com.atproto.server.createSession", EndpointFixture::appPasswordLogin),
        REFRESH_SESSION(FakePds.REFRESH_SESSION, EndpointFixture::appPasswordRefresh),
        DELETE_SESSION("com.atproto.server.deleteSession", EndpointFixture::appPasswordLogout);

        final String path;
        private final Function<EndpointFixture, Runnable> preparation;

        Endpoint(String path, Function<EndpointFixture, Runnable> preparation) {
            this.path = path;
            this.preparation = preparation;
        }

        /** Returns the use of the endpoint, which can be repeated after a failure. */
        Runnable prepare(EndpointFixture fixture) {
            return preparation.apply(fixture);
        }

        /** RFC 7009 section 2.2: the body of a success is ignored; deleteSession has none. */
        boolean ignoresSuccess() {
            return this == REVOKE || this == DELETE_SESSION;
        }

        /** Whether the server gives or takes something that only its response brings. */
        boolean isSingleUse() {
            return this == CODE || this == REFRESH || this == REFRESH_SESSION || this == CREATE_SESSION;
        }
    }

    final Runnable begin() {
        return () -> flow.begin(DID);
    }

    final Runnable login() {
        return () -> {
            Map<String, String> callback = fake.approve(flow.begin(DID).url(), DID);
            flow.complete(callback);
        };
    }

    final Runnable appPasswordLogin() {
        return () -> appPasswordLogin.login(DID, account.password());
    }

    final Runnable refresh() {
        return refreshing(fake.session(DID));
    }

    final Runnable appPasswordRefresh() {
        return refreshing(fake.bearerSession(DID));
    }

    final Runnable refreshing(OAuthSession session) {
        store.save(session);
        SessionRefresher refresher =
                SessionRefresher.builder(store, refresher()).clock(clock).build();
        return () -> refresher.refresh(DID);
    }

    final Runnable logout() {
        return loggingOut(fake.session(DID));
    }

    final Runnable appPasswordLogout() {
        return loggingOut(fake.bearerSession(DID));
    }

    final Runnable loggingOut(OAuthSession session) {
        store.save(session);
        Logout logout = new Logout(client, settings);
        return () -> logout.logout(DID, true);
    }
}
