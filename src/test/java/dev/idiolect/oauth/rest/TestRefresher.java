package dev.idiolect.oauth.rest;

import dev.idiolect.oauth.pds.HandClient;
import dev.idiolect.oauth.refresh.RefreshException;
import dev.idiolect.oauth.refresh.Refresher;
import dev.idiolect.oauth.session.OAuthSession;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;

/** Exchanges refresh tokens with a fake server. */
final class TestRefresher implements Refresher {

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public OAuthSession refresh(OAuthSession session) {
        try {
            return session.isBearer() ? legacy(session) : new HandClient().refresh(session);
        } catch (AssertionError | IOException e) {
            throw RefreshException.permanentFailure(session.did(), "the fake refused", "invalid_grant");
        } catch (InterruptedException e) {
            throw RefreshException.transientFailure(session.did(), "interrupted", null, e);
        }
    }

    private OAuthSession legacy(OAuthSession session) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(session.pdsUrl() + "/xrpc/" + FakePds.REFRESH_SESSION))
                .header("Authorization", "Bearer " + session.refreshJwt())
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        JsonObject tokens = Jsons.parse(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        Instant now = Instant.now();
        return session.toBuilder()
                .accessJwt(tokens.getString("accessJwt"))
                .refreshJwt(tokens.getString("refreshJwt"))
                .issuedAt(now)
                .expiresAt(now.plusSeconds(7200))
                .build();
    }
}
