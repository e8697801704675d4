package dev.idiolect.oauth.internal.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.TestHttpClients;
import dev.idiolect.oauth.internal.http.TestWeb;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class AuthorizationServersTest {

    private static final String PDS = "https://pds.example.com";
    private static final String ISSUER = "https://resolver.example.com";
    private static final String RESOURCE_PAGE = "pds.example.com/.well-known/oauth-protected-resource";
    private static final String PDS_SERVER_PAGE = "pds.example.com/.well-known/oauth-authorization-server";
    private static final String SERVER_PAGE = "resolver.example.com/.well-known/oauth-authorization-server";

    private final TestWeb web = TestWeb.https();
    private final AuthorizationServers servers =
            new AuthorizationServers(web.client(Duration.ofSeconds(10), NetworkPolicy.DEVELOPMENT));

    @BeforeEach
    void documents() {
        web.page(RESOURCE_PAGE, 200, resource(ISSUER));
        web.page(SERVER_PAGE, 200, server("token_endpoint"));
    }

    @AfterEach
    void close() throws IOException {
        web.close();
    }

    private static String resource(String issuer) {
        return "{\"resource\":\"" + PDS + "\",\"authorization_servers\":[\"" + issuer + "\"]}";
    }

    private static String server(String endpoint) {
        return "{\"issuer\":\"" + ISSUER + "\",\"" + endpoint + "\":\"" + ISSUER + "/token\"}";
    }

    @Test
    void pdsLeadsToItsServer() {
        assertThat(servers.issuerOf(PDS + "/")).isEqualTo(ISSUER);
        assertThat(servers.metadata(ISSUER, PDS).tokenEndpoint()).hasToString(ISSUER + "/token");
    }

    @Test
    void eachCallSendsARequest() {
        servers.metadata(ISSUER);
        servers.metadata(ISSUER);
        assertThat(web.requestsTo(SERVER_PAGE)).isEqualTo(2);
    }

    @Test
    void addressOfTheServerItselfIsItsIssuer() {
        assertThat(servers.issuerAt(PDS)).isEqualTo(ISSUER);
        assertThat(servers.issuerAt(ISSUER + "/")).isEqualTo(ISSUER);
        web.page(RESOURCE_PAGE, 500, "");
        web.page(PDS_SERVER_PAGE, 404, "{\"error\":\"NotFound\"}");
        assertThatThrownBy(() -> servers.issuerAt(PDS))
                .isInstanceOfSatisfying(
                        DiscoveryException.class,
                        e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("returned HTTP 500 instead of 200");
    }

    @ParameterizedTest
    @CsvSource({"200, <html>", "403, <html>", "404, {}", "500, ''", "302, ''", "200, []"})
    void bothDocumentsAreTried(int status, String body) {
        web.page("resolver.example.com/.well-known/oauth-protected-resource", status, body);
        assertThat(servers.issuerAt(ISSUER)).isEqualTo(ISSUER);
    }

    @Test
    void invalidResourceMetadataDoesNotHideTheServer() {
        web.page("resolver.example.com/.well-known/oauth-protected-resource", 200, "{\"authorization_servers\":[]}");
        assertThat(servers.issuerAt(ISSUER)).isEqualTo(ISSUER);
    }

    private DiscoveryException failureAt(int resourceStatus, String resource, int serverStatus, String server) {
        web.page(RESOURCE_PAGE, resourceStatus, resource);
        web.page(PDS_SERVER_PAGE, serverStatus, server);
        return catchThrowableOfType(DiscoveryException.class, () -> servers.issuerAt(PDS));
    }

    @Test
    void moreInformativeFailureIsReported() {
        String none = "{\"error\":\"NotFound\"}";
        assertThat(failureAt(200, "{\"authorization_servers\":[]}", 404, none))
                .hasMessageContaining("authorization_servers must contain exactly one entry");
        assertThat(failureAt(404, none, 200, "{\"issuer\":\"https://other.example.com\"}"))
                .hasMessageContaining("issuer must be " + PDS);
        assertThat(failureAt(404, none, 503, "")).hasMessageContaining("HTTP 503");
        assertThat(failureAt(503, "", 404, none)).hasMessageContaining("HTTP 503");
        assertThat(failureAt(403, "<html>", 200, "{\"issuer\":\"https://other.example.com\"}"))
                .hasMessageContaining("issuer must be");
    }

    @Test
    void serverWithoutOAuthIsNamed() {
        DiscoveryException own = failureAt(404, "{\"error\":\"NotFound\"}", 404, "{\"message\":\"Not Found\"}");
        assertThat(own).hasMessage(PDS + " does not offer OAuth: it has no metadata (HTTP 404)");
        assertThat(own.isNotFound()).isTrue();
        assertThat(own.isTransient()).isFalse();
        for (DiscoveryException proxy : List.of(
                failureAt(404, "<html>", 404, "{\"error\":\"NotFound\"}"),
                failureAt(404, "{\"error\":\"NotFound\"}", 404, ""))) {
            assertThat(proxy.isNotFound()).isTrue();
            assertThat(proxy.isTransient()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:2583", "http://127.0.0.1", "http://resolver.example.com"})
    void httpsPdsCannotLeadToAnHttpServer(String issuer) {
        web.page(RESOURCE_PAGE, 200, resource(issuer));
        assertThatThrownBy(() -> servers.issuerOf(PDS))
                .isInstanceOf(DiscoveryException.class)
                .hasMessageContaining("must be the origin of an https URL");
    }

    @Test
    void scopeOfAnHttpsPdsExcludesThisMachine() throws IOException {
        try (TestWeb local = TestWeb.http()) {
            String origin = "http://localhost:" + local.port();
            local.page(
                    "localhost:" + local.port() + "/.well-known/oauth-authorization-server",
                    200,
                    "{\"issuer\":\"" + origin + "\"}");
            AuthorizationServers real = new AuthorizationServers(TestHttpClients.of(Duration.ofSeconds(10)));
            assertThat(real.scopedTo(URI.create(origin)).metadata(origin).issuer())
                    .isEqualTo(origin);
            assertThatThrownBy(() -> real.scopedTo(URI.create(PDS)).metadata(origin))
                    .isInstanceOf(DiscoveryException.class)
                    .hasMessageContaining("request not sent");
            assertThat(local.requests).hasSize(1);
        }
    }

    @Test
    void serverThatExcludesThePdsIsRefused() {
        web.page(
                SERVER_PAGE,
                200,
                "{\"issuer\":\"" + ISSUER + "\",\"protected_resources\":[\"https://b.example.com\"]}");
        assertThat(servers.metadata(ISSUER).issuer()).isEqualTo(ISSUER);
        assertThatThrownBy(() -> servers.metadata(ISSUER, PDS))
                .isInstanceOf(DiscoveryException.class)
                .hasMessageContaining("protected_resources must contain " + PDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "pds.example.com",
                "https://pds.example.com/path",
                "https://pds.example.com?x",
                "https://pds.example.com#x",
                "https://u:p@pds.example.com",
                "http://pds.example.com",
                "ftp://pds.example.com"
            })
    void otherAddressesAreRefusedWithoutARequest(String address) {
        assertThatThrownBy(() -> servers.issuerAt(address))
                .isInstanceOfSatisfying(
                        DiscoveryException.class,
                        e -> assertThat(e.isTransient()).isFalse())
                .hasMessageStartingWith("Invalid server address")
                .hasMessageNotContaining("u:p");
        assertThat(web.lookups).isEmpty();
    }
}
