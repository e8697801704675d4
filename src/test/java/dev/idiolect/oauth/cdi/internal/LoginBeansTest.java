package dev.idiolect.oauth.cdi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.client.ClientMetadata;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.login.Logout;
import dev.idiolect.oauth.session.EndReason;
import dev.idiolect.oauth.session.SessionEnded;
import dev.idiolect.oauth.session.SignedOut;
import dev.idiolect.oauth.store.LogCapture;
import dev.idiolect.oauth.store.OAuthTokenStore;
import dev.idiolect.oauth.web.LoginApp;
import dev.idiolect.oauth.web.RecordedEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginBeansTest {

    private static final Map<String, String> CLIENT =
            Map.of("idiolect.oauth.client-id", "https://app.example.com/client-metadata.json");

    @Test
    void oneKeyIsEnoughForAllLoginBeans() {
        try (TestApp app = TestApp.start(CLIENT, Uses.class)) {
            Uses uses = app.get(Uses.class);
            assertThat(uses.flow).isNotNull();
            assertThat(uses.logout).isNotNull();
            assertThat(uses.appPassword).isNotNull();
            assertThat(uses.client.clientId()).isEqualTo("https://app.example.com/client-metadata.json");
            assertThat(uses.metadata.json()).contains("https://app.example.com/callback");
            assertThat(uses.settings.store()).isSameAs(app.get(OAuthTokenStore.class));
            assertThat(uses.settings.identities()).isSameAs(uses.identities);
            assertThat(uses.settings.timeout()).isEqualTo(Duration.ofSeconds(10));
            assertThat(uses.settings.development()).isFalse();
        }
    }

    @Test
    void logoutAndAppPasswordLoginNeedNoClient() {
        try (TestApp app = TestApp.start(Map.of(), WithoutClient.class)) {
            WithoutClient uses = app.get(WithoutClient.class);
            uses.logout.logout("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
            assertThat(uses.appPassword).isNotNull();
        }
    }

    @Test
    void loginWithoutAClientStopsTheDeployment() {
        for (Class<?> bean : new Class<?>[] {Uses.class, LoginApp.class}) {
            assertThatThrownBy(() -> TestApp.start(Map.of(), bean))
                    .hasStackTraceContaining(
                            "idiolect.oauth.client-id is missing: set it to the https URL of the client's metadata");
        }
    }

    @Test
    void ownClientAndResolverReplaceTheDefaults() {
        try (TestApp app = TestApp.start(Map.of(), Own.class, Uses.class)) {
            Uses uses = app.get(Uses.class);
            assertThat(uses.client).isSameAs(Own.CLIENT);
            assertThat(uses.metadata.json()).contains(Own.CLIENT.clientId());
            assertThat(uses.settings.identities()).isSameAs(Own.IDENTITIES);
            assertThat(uses.flow).isNotNull();
        }
    }

    @Test
    void developmentModeLogsAWarning() {
        try (LogCapture log = new LogCapture(LoginStartup.class);
                TestApp app = TestApp.start(Map.of("idiolect.oauth.development", "true"))) {
            assertThat(app.get(LoginSettings.class).development()).isTrue();
            assertThat(String.join("\n", log.messages()))
                    .contains("idiolect.oauth.development=true")
                    .contains("Never set it in production");
        }
    }

    @Test
    void unknownScopesLogAWarning() {
        assertThat(logOfScope("atproto repos:app.bsky.feed.post account:emial abcd-efgh-ijkl-mnop"))
                .contains("idiolect.oauth.scope contains repos:app.bsky.feed.post account:emial (hidden), which")
                .contains("Check the spelling");
        assertThat(logOfScope("atproto transition:generic repo:*")).doesNotContain("idiolect.oauth.scope");
    }

    private static String logOfScope(String scope) {
        Map<String, String> config = new HashMap<>(CLIENT);
        config.put("idiolect.oauth.scope", scope);
        try (LogCapture log = new LogCapture(LoginStartup.class)) {
            TestApp.start(config).close();
            return String.join("\n", log.messages());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost, , 'idiolect.oauth.redirect-uri is http://127.0.0.1/,'",
        "http://localhost, http://127.0.0.1:8080/callback, ends with /oauth/callback",
        "https://app.example.com/client-metadata.json, , ends with /oauth/client-metadata.json",
        "https://app.example.com/client-metadata.json, , https://app.example.com/oauth/callback"
    })
    void clientThatDoesNotLeadToTheResourceLogsAWarning(String id, String redirectUri, String words) {
        Map<String, String> config = new HashMap<>(Map.of("idiolect.oauth.client-id", id));
        if (redirectUri != null) {
            config.put("idiolect.oauth.redirect-uri", redirectUri);
        }
        try (LogCapture log = new LogCapture(LoginStartup.class)) {
            TestApp.start(config, LoginApp.class).close();
            assertThat(String.join("\n", log.messages())).contains(words);
        }
    }

    @Test
    void clientOfTheResourceLogsNoWarning() {
        try (LogCapture log = new LogCapture(LoginStartup.class)) {
            TestApp.start(
                            Map.of(
                                    "idiolect.oauth.client-id",
                                    "https://app.example.com/ctx/oauth/client-metadata.json"),
                            LoginApp.class)
                    .close();
            assertThat(log.messages()).isEmpty();
        }
    }

    @Test
    void loopbackRedirectUriInProductionLogsAWarning() {
        String id = "https://app.example.com/oauth/client-metadata.json";
        try (LogCapture log = new LogCapture(LoginStartup.class)) {
            TestApp.start(Map.of("idiolect.oauth.client-id", id)).close();
            TestApp.start(Map.of(
                            "idiolect.oauth.client-id", "http://localhost",
                            "idiolect.oauth.redirect-uri", "http://127.0.0.1:8080/oauth/callback"))
                    .close();
            assertThat(log.messages()).isEmpty();
            TestApp.start(Map.of(
                            "idiolect.oauth.client-id",
                            id,
                            "idiolect.oauth.redirect-uri",
                            "http://127.0.0.1:8080/oauth/callback"))
                    .close();
            assertThat(String.join("\n", log.messages())).contains("idiolect.oauth.redirect-uri is a loopback URI");
        }
    }

    @Test
    void observersOnLibraryThreadsHaveARequestContext() throws Exception {
        try (TestApp app = TestApp.start(Map.of(), RecordedEvents.class, PerRequest.class, UsesRequest.class)) {
            SessionEnded ended =
                    new SessionEnded("did:plc:ewvi7nxzyoun6zhxrhs64oiz", EndReason.REFUSED, "the server ended it");
            LoginSettings settings = app.get(LoginSettings.class);
            Thread thread = new Thread(() -> settings.listener().onEvent(ended));
            thread.start();
            thread.join(10_000);
            assertThat(app.get(RecordedEvents.class).events()).containsExactly(ended);
            assertThat(app.get(UsesRequest.class).seen).isEqualTo("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
        }
    }

    @Test
    void concurrentEventsLeaveNoRequestContextBehind() throws Exception {
        try (TestApp app = TestApp.start(Map.of(), PerRequest.class, Meeting.class)) {
            LoginSettings settings = app.get(LoginSettings.class);
            PerRequest request = app.get(PerRequest.class);
            ExecutorService pool = Executors.newFixedThreadPool(2);
            try {
                Callable<Void> event = () -> {
                    settings.listener().onEvent(new SignedOut("did:plc:ewvi7nxzyoun6zhxrhs64oiz", true));
                    assertThatThrownBy(request::get).isInstanceOf(ContextNotActiveException.class);
                    return null;
                };
                for (Future<Void> done : pool.invokeAll(List.of(event, event), 20, TimeUnit.SECONDS)) {
                    done.get();
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    @Singleton
    static class Meeting {

        private final CyclicBarrier both = new CyclicBarrier(2);

        void on(@Observes SignedOut event) throws Exception {
            both.await(10, TimeUnit.SECONDS);
        }
    }

    @Dependent
    static class Uses {
        @Inject
        LoginFlow flow;

        @Inject
        Logout logout;

        @Inject
        AppPasswordLogin appPassword;

        @Inject
        OAuthClient client;

        @Inject
        ClientMetadata metadata;

        @Inject
        LoginSettings settings;

        @Inject
        IdentityResolver identities;
    }

    @Dependent
    static class WithoutClient {
        @Inject
        Logout logout;

        @Inject
        AppPasswordLogin appPassword;
    }

    @ApplicationScoped
    static class Own {

        static final OAuthClient CLIENT = OAuthClient.builder("https://own.example.com/client.json")
                .redirectUri("https://own.example.com/cb")
                .build();
        static final IdentityResolver IDENTITIES = IdentityResolver.builder().build();

        @Produces
        @Singleton
        OAuthClient client() {
            return CLIENT;
        }

        @Produces
        @Singleton
        IdentityResolver identities() {
            return IDENTITIES;
        }
    }

    @RequestScoped
    static class PerRequest {

        private String value;

        void set(String newValue) {
            value = newValue;
        }

        String get() {
            return value;
        }
    }

    @Singleton
    static class UsesRequest {

        @Inject
        PerRequest request;

        String seen;

        void on(@Observes SessionEnded ended) {
            request.set(ended.did());
            seen = request.get();
        }
    }
}
