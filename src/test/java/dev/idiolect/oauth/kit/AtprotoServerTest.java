package dev.idiolect.oauth.kit;

import static dev.idiolect.oauth.kit.KitApp.NOTES;
import static dev.idiolect.oauth.kit.KitApp.note;
import static dev.idiolect.oauth.kit.KitApp.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.client.TestClientKeys;
import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginException;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.pds.PdsInspector;
import dev.idiolect.oauth.pds.TestClient;
import dev.idiolect.oauth.pds.Wire;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.AtprotoAccount;
import dev.idiolect.oauth.testkit.AtprotoServer;
import dev.idiolect.oauth.testkit.SignInRedirect;
import dev.idiolect.oauth.testkit.internal.Forms;
import dev.idiolect.oauth.testkit.internal.Jsons;
import dev.idiolect.oauth.xrpc.ApplyWrites;
import dev.idiolect.oauth.xrpc.BlobRef;
import dev.idiolect.oauth.xrpc.CreateRecord;
import dev.idiolect.oauth.xrpc.DeleteRecord;
import dev.idiolect.oauth.xrpc.PutRecord;
import dev.idiolect.oauth.xrpc.RecordRef;
import dev.idiolect.oauth.xrpc.RepoRecord;
import dev.idiolect.oauth.xrpc.Write;
import dev.idiolect.oauth.xrpc.XrpcException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application signs in at a server of the test kit, writes, and reads. */
class AtprotoServerTest {

    private final AtprotoServer server = AtprotoServer.start();
    private final AtprotoAccount alice = server.account("alice.test");
    private final KitApp app = new KitApp(server);

    @AfterEach
    void close() {
        app.close();
        server.close();
    }

    @Test
    void applicationReadsBackWhatItWrites() {
        server.signIn(alice, app.store);
        RecordRef first = app.write(alice, "first");
        assertThat(app.repo
                        .getRecord(alice.did(), NOTES, first.rkey(), first.cid())
                        .value()
                        .getString("text"))
                .isEqualTo("first");
        app.repo.putRecord(PutRecord.of(alice.did(), NOTES, first.rkey(), note("changed")));
        app.repo.applyWrites(
                ApplyWrites.of(alice.did(), Write.create(NOTES, note("second")), Write.create(NOTES, note("third"))));
        assertThat(texts(server, alice)).containsExactly("changed", "second", "third");
        assertThat(app.repo.listRecords(alice.did(), NOTES, null, null, null).records())
                .extracting(RepoRecord::uri)
                .hasSize(3)
                .last()
                .isEqualTo(first.uri());
        app.repo.deleteRecord(DeleteRecord.of(alice.did(), NOTES, first.rkey()));
        assertThat(texts(server, alice)).containsExactly("second", "third");
        assertThat(app.repo.describeRepo(alice.did()).collections()).containsExactly(NOTES);
        server.assertNoViolations();
    }

    @Test
    void olderVersionOfARecordIsNotFound() {
        server.signIn(alice, app.store);
        RecordRef first = app.write(alice, "first");
        app.repo.putRecord(PutRecord.of(alice.did(), NOTES, first.rkey(), note("changed")));
        assertThatThrownBy(() -> app.repo.getRecord(alice.did(), NOTES, first.rkey(), first.cid()))
                .isInstanceOfSatisfying(
                        XrpcException.class, e -> assertThat(e.error()).contains("RecordNotFound"));
    }

    @Test
    void blobIsServedOnceARecordContainsIt() {
        server.signIn(alice, app.store);
        byte[] bytes = {1, 2, -3};
        BlobRef blob = app.repo.uploadBlob(bytes, "image/png", alice.did()).blob();
        String url = server.pdsUrl() + "/xrpc/com.atproto.sync.getBlob?did=" + alice.did() + "&cid=" + blob.cid();
        HttpResponse<String> early = Wire.get(url);
        assertThat(early.statusCode()).isEqualTo(400);
        assertThat(early.body()).contains("Blob not found");
        app.repo.createRecord(CreateRecord.of(alice.did(), NOTES, Map.of("$type", NOTES, "image", blob)));
        assertThat(new PdsInspector(server.pdsUrl()).getBlob(alice.did(), blob.cid()))
                .containsExactly(bytes);
        assertThat(Wire.get(url).headers().firstValue("Content-Type")).contains("image/png");
        server.assertNoViolations();
    }

    @Test
    void wholeFlowSignsIn() {
        OAuthSession session = server.signIn(alice, app.flow);
        assertThat(session.did()).isEqualTo(alice.did());
        assertThat(session.handle()).isEqualTo("alice.test");
        assertThat(app.store.load(alice.did())).contains(session);
        app.write(alice, "Hello");
        assertThat(texts(server, alice)).containsExactly("Hello");
        server.assertNoViolations();
    }

    private LoginFlow confidential(String kid) {
        OAuthClient client = OAuthClient.builder(TestClient.CLIENT_ID)
                .redirectUri(TestClient.REDIRECT_URI)
                .keys(TestClientKeys.generate(kid))
                .build();
        server.registerClient(client);
        return new LoginFlow(client, server.loginSettings(app.store).build());
    }

    @Test
    void registeredClientAuthenticatesWithItsKey() {
        LoginFlow flow = confidential("one");
        assertThat(server.signIn(alice, flow).clientKeyId()).isEqualTo("one");
        server.assertNoViolations();
        LoginFlow newKey = confidential("one");
        assertThatThrownBy(() -> server.signIn(alice, flow)).isInstanceOf(OAuthException.class);
        server.faults().moveAccount(alice);
        assertThatThrownBy(() -> server.signIn(alice, flow)).isInstanceOf(OAuthException.class);
        assertThat(server.signIn(alice, newKey).clientKeyId()).isEqualTo("one");
    }

    @Test
    void deniedSignInIsALoginException() {
        URI page = app.flow.begin("alice.test").url();
        SignInRedirect redirect = server.deny(page);
        assertThat(redirect.url())
                .asString()
                .startsWith("http://127.0.0.1/callback?")
                .contains("error=access_denied");
        assertThatThrownBy(() -> app.flow.complete(redirect.parameters()))
                .isInstanceOfSatisfying(
                        LoginException.class, e -> assertThat(e.error()).contains("access_denied"));
        assertThatThrownBy(() -> server.allow(page, alice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("No sign-in waits at");
    }

    @Test
    void passwordOfTheAccountIsAccepted() {
        AtprotoAccount carol = server.createAccount("carol.test", "correct horse");
        OAuthSession session = new AppPasswordLogin(
                        null, server.loginSettings(app.store).build())
                .login("carol.test", "correct horse");
        assertThat(session.isBearer()).isTrue();
        app.write(carol, "Hello");
        assertThatThrownBy(() -> new AppPasswordLogin(
                                null, server.loginSettings(app.store).build())
                        .login("carol.test", alice.password()))
                .isInstanceOf(LoginException.class);
        server.assertNoViolations();
    }

    private String page(URI url) {
        HttpResponse<String> page = Wire.get(url.toString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        return page.body();
    }

    private HttpResponse<String> submit(URI page, String name, String password, String decision) {
        Map<String, String> query = Forms.decode(page.getRawQuery());
        return Wire.send(HttpRequest.newBuilder(page.resolve("/oauth/authorize"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Wire.form(Map.of(
                        "request_uri", query.get("request_uri"),
                        "client_id", query.get("client_id"),
                        "name", name,
                        "password", password,
                        "decision", decision)))));
    }

    private static Map<String, String> callback(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(303);
        URI location = URI.create(response.headers().firstValue("Location").orElseThrow());
        return Forms.decode(location.getRawQuery());
    }

    @Test
    void signInPageAsksForThePassword() {
        URI url = app.flow.begin("alice.test").url();
        assertThat(page(url)).contains("value=\"alice.test\"", alice.password(), "Deny");
        HttpResponse<String> wrong = submit(url, "alice.test", "wrong", "allow");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("No account has this handle and password.");
        assertThat(app.flow
                        .complete(callback(submit(url, "@alice.test", alice.password(), "allow")))
                        .did())
                .isEqualTo(alice.did());
        HttpResponse<String> again = submit(url, "alice.test", alice.password(), "allow");
        assertThat(again.statusCode()).isEqualTo(400);
        assertThat(again.body()).contains("This sign-in has ended");
        server.assertNoViolations();
    }

    @Test
    void signInPageDeniesWithoutAPassword() {
        URI url = app.flow.begin("alice.test").url();
        assertThat(callback(submit(url, "", "", "deny"))).containsEntry("error", "access_denied");
        server.assertNoViolations();
    }

    @Test
    void signInPageEscapesWhatItShows() {
        URI url = app.flow.begin("alice.test").url();
        assertThat(submit(url, "<script>", "\"", "allow").body())
                .contains("value=\"&lt;script&gt;\"")
                .doesNotContain("<script>");
    }

    @Test
    void homePageListsTheAccounts() {
        assertThat(page(URI.create(server.pdsUrl() + "/")))
                .contains("alice.test", alice.did(), alice.password(), "bob.test");
        server.assertNoViolations();
    }

    @Test
    void violationsAreListed() {
        assertThatCode(server::assertNoViolations).doesNotThrowAnyException();
        Wire.postJson(server.pdsUrl() + "/xrpc/" + KitApp.CREATE, Jsons.object("repo", alice.did()));
        assertThat(server.violations()).containsExactly("POST /xrpc/" + KitApp.CREATE + ": not signed");
        assertThatThrownBy(server::assertNoViolations)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not signed");
    }

    @Test
    void requestsAreCounted() {
        server.signIn(alice, app.store);
        app.write(alice, "Hello");
        // The first one gets a nonce.
        assertThat(server.requests(KitApp.CREATE)).isEqualTo(2);
        assertThat(server.requests("/oauth/token")).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "repo:" + NOTES + "?action=create",
                "repo?collection=a.b.c&collection=" + NOTES + "&action=update&action=create",
                "repo:* blob:*/*",
                "transition:generic"
            })
    void permissionAllowsToCreate(String permission) {
        try (KitApp limited = new KitApp(server, "atproto " + permission)) {
            server.signIn(alice, limited.flow);
            limited.write(alice, "Hello");
        }
        assertThat(texts(server, alice)).containsExactly("Hello");
        server.assertNoViolations();
    }

    @ParameterizedTest
    @ValueSource(strings = {"repo:" + NOTES + "?action=delete", "repo:" + NOTES + "s", "blob:*/*"})
    void missingPermissionIsRefused(String permission) {
        try (KitApp limited = new KitApp(server, "atproto " + permission)) {
            server.signIn(alice, limited.flow);
            assertThatThrownBy(() -> limited.write(alice, "Hello")).isInstanceOfSatisfying(XrpcException.class, e -> {
                assertThat(e.status()).isEqualTo(403);
                assertThat(e.error()).contains("ScopeMissingError");
            });
        }
        assertThat(texts(server, alice)).isEmpty();
    }

    @Test
    void blobPermissionNamesMediaTypes() {
        try (KitApp limited = new KitApp(server, "atproto blob:image/*")) {
            server.signIn(alice, limited.flow);
            assertThat(limited.repo
                            .uploadBlob(new byte[] {1}, "image/png", alice.did())
                            .blob()
                            .size())
                    .isEqualTo(1);
            assertThatThrownBy(() -> limited.repo.uploadBlob(new byte[] {1}, "video/mp4", alice.did()))
                    .isInstanceOf(XrpcException.class);
        }
    }

    @Test
    void didDependsOnlyOnTheHandle() {
        try (AtprotoServer other = AtprotoServer.builder().account("alice.test").start()) {
            assertThat(other.accounts()).extracting(AtprotoAccount::did).containsExactly(alice.did());
            assertThat(server.account("bob.test").did()).isNotEqualTo(alice.did());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice.test", "Carol.test", "carol", "carol.", "-carol.test", ""})
    void unusableHandleIsRejected(String handle) {
        assertThatThrownBy(() -> server.createAccount(handle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(handle);
        assertThat(server.accounts()).hasSize(2);
    }

    @Test
    void unknownAccountIsRejectedWithTheKnownOnes() {
        assertThatThrownBy(() -> server.account("carol.test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("carol.test")
                .hasMessageContaining("alice.test");
    }

    @Test
    void configurationNamesTheServer() {
        assertThat(server.configuration())
                .containsOnlyKeys(
                        "idiolect.oauth.development", "idiolect.oauth.handle-resolver", "idiolect.oauth.plc-url")
                .containsValue(server.plcUrl());
        assertThat(Wire.get(server.plcUrl() + "/" + alice.did()).body()).contains(server.pdsUrl());
    }

    @Test
    void accountShowsNoPassword() {
        assertThat(alice).asString().contains("alice.test", alice.did()).doesNotContain(alice.password());
    }
}
