package dev.idiolect.oauth.pds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakeNonces;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A fake PDS, a session, a correct client, and proofs that tests can change. */
abstract class FakePdsFixture {

    static final String DID = "did:plc:abcdefghijklmnopqrstuvwx";
    static final String NOTE = "dev.idiolect.test.note";
    static final String CREATE = FakePds.CREATE_RECORD;

    final FakePds fake = FakePds.start();
    final OAuthSession session = fake.session(DID);
    final DpopKey key = DpopKey.of(session.dpopPrivateKeyJwk());
    final HandClient client = new HandClient();
    final String url = fake.pdsUrl() + "/xrpc/" + CREATE;

    @AfterEach
    void stop() {
        fake.close();
    }

    static JsonObject note(String did) {
        return Jsons.object("repo", did, "collection", NOTE, "record", Jsons.object("$type", NOTE, "text", "hi"));
    }

    HttpResponse<String> write(String proof, String... authorizations) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(note(DID).toString()));
        List.of(authorizations).forEach(value -> request.header("Authorization", value));
        return Wire.send(proof == null ? request : request.header("DPoP", proof));
    }

    HttpResponse<String> write(OAuthSession as) {
        return client.procedure(as, CREATE, note(as.did()));
    }

    String dpop() {
        return "DPoP " + session.accessJwt();
    }

    String validProof() {
        return key.proof("POST", url, session.accessJwt(), fake.pdsNonces().current());
    }

    /** Returns a proof with a changed claim. */
    String changedProof(String name, Object value) {
        return changedProof(url, session.accessJwt(), fake.pdsNonces(), name, value);
    }

    String changedProof(String htu, String token, FakeNonces nonces, String name, Object value) {
        JsonObject claims = DpopKey.claims("POST", htu, token, nonces.current());
        return key.sign(key.header(), changed(claims, name, value));
    }

    /** Returns the object with a member set, or removed if the value is null. */
    static JsonObject changed(JsonObject object, String name, Object value) {
        JsonObjectBuilder builder = Json.createObjectBuilder(object).remove(name);
        return value == null
                ? builder.build()
                : builder.addAll(Json.createObjectBuilder(Jsons.object(name, value)))
                        .build();
    }

    static String challenge(HttpResponse<String> response) {
        return response.headers().firstValue("WWW-Authenticate").orElse("");
    }

    void assertViolation(String violation) {
        assertThat(fake.violations()).hasSize(1).first().asString().contains(violation);
        assertThatThrownBy(fake::assertNoViolations).isInstanceOf(AssertionError.class);
    }

    HttpResponse<String> refresh(OAuthSession as, String clientId, String proof) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(as.issuer() + FakePds.TOKEN))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(Wire.form(Map.of(
                        "grant_type", "refresh_token", "refresh_token", as.refreshJwt(), "client_id", clientId))));
        return Wire.send(proof == null ? request : request.header("DPoP", proof));
    }

    String tokenProof(String name, Object value) {
        return changedProof(fake.issuer() + FakePds.TOKEN, null, fake.authNonces(), name, value);
    }
}
