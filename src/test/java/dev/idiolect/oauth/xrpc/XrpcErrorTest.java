package dev.idiolect.oauth.xrpc;

import static dev.idiolect.oauth.rest.ClientApp.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.idiolect.oauth.rest.ClientApp;
import dev.idiolect.oauth.rest.ClientTest;
import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import dev.idiolect.oauth.testkit.internal.Jsons;
import jakarta.json.JsonValue;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Error responses and invalid responses. */
@ClientTest
class XrpcErrorTest {

    private static final String NOTES = "dev.idiolect.test.note";

    @Test
    void rateLimitIsReported(ClientApp app) {
        app.pds()
                .fail(
                        FakePds.CREATE_RECORD,
                        Faults.status(
                                429,
                                "{\"error\":\"RateLimitExceeded\",\"message\":\"Slow down\"}",
                                "RateLimit-Limit",
                                "30",
                                "RateLimit-Remaining",
                                "0",
                                "RateLimit-Reset",
                                "1800000000",
                                "RateLimit-Policy",
                                "30;w=300",
                                "Retry-After",
                                "17"));
        assertThatThrownBy(() -> app.injected(RepoClient.class)
                        .createRecord(CreateRecord.of(ALICE, NOTES, JsonValue.EMPTY_JSON_OBJECT)))
                .isInstanceOfSatisfying(XrpcException.class, e -> {
                    assertThat(e.rateLimit())
                            .contains(new RateLimit(30L, 0L, Instant.ofEpochSecond(1_800_000_000), "30;w=300"));
                    assertThat(e.retryAfter()).contains(Duration.ofSeconds(17));
                    assertThat(e.error()).contains("RateLimitExceeded");
                    assertThat(e.serverMessage()).contains("Slow down");
                    assertThat(e.isTransient()).isTrue();
                    assertThat(e).hasMessage("The server returned 429 RateLimitExceeded: Slow down");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "{", "{}", "{\"error\":7,\"message\":{}}", "long", "deep", "text"})
    void errorWithoutXrpcBodyIsAnXrpcException(String body, ClientApp app) {
        String text = body.replace("long", "<html>" + "x".repeat(200_000)).replace("deep", "[".repeat(60_000));
        app.pds().fail(FakePds.CREATE_RECORD, Faults.status(502, text));
        String message = text.isEmpty() || text.endsWith("}")
                ? "The server returned 502"
                : "The server returned 502 with"
                        + (text.startsWith("<") ? " HTML instead of JSON" : "out an XRPC error")
                        + "; a proxy in front of it may have sent this";
        assertThatThrownBy(() -> app.injected(RepoClient.class).createRecord(CreateRecord.of(ALICE, NOTES, Map.of())))
                .isInstanceOfSatisfying(XrpcException.class, e -> {
                    assertThat(e.status()).isEqualTo(502);
                    assertThat(e.error()).isEmpty();
                    assertThat(e).hasMessage(message);
                    assertThat(e.rateLimit()).isEmpty();
                    assertThat(e.retryAfter()).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"error":"The token is no good"}                                |The token is no good
                    {"error":"invalid_token","error_description":"Token expired"}   |Token expired
                    {"error":"InvalidSwap","message":"Was\\u0000 at\\u001b[1m x"} |Was? at?[1m x
                    """)
    void messageOfTheServerIsShown(String body, String message, ClientApp app) {
        app.pds().fail(FakePds.CREATE_RECORD, Faults.status(400, body));
        assertThatThrownBy(() -> app.injected(RepoClient.class).createRecord(CreateRecord.of(ALICE, NOTES, Map.of())))
                .isInstanceOfSatisfying(
                        XrpcException.class, e -> assertThat(e.serverMessage()).contains(message))
                .hasMessageEndingWith(": " + message);
    }

    @Test
    void accountThatStaysDeactivatedIsReportedAfterOneRefresh(ClientApp app) {
        int before = app.pds().requests(FakePds.CREATE_RECORD);
        app.pds()
                .fail(
                        FakePds.CREATE_RECORD,
                        FakePds.ALWAYS,
                        Faults.status(400, "{\"error\":\"AccountDeactivated\",\"message\":\"Not active\"}"));
        assertThatThrownBy(() -> app.injected(RepoClient.class).createRecord(CreateRecord.of(ALICE, NOTES, Map.of())))
                .isInstanceOf(XrpcException.class)
                .hasMessage("The server returned 400 AccountDeactivated: Not active");
        assertThat(app.pds().requests(FakePds.CREATE_RECORD)).isEqualTo(before + 2);
        assertThat(app.refreshes()).isEqualTo(1);
    }

    @Test
    void refusedLargeBodyIsNotTransient(ClientApp app) {
        app.pds()
                .fail(
                        FakePds.CREATE_RECORD,
                        call -> FakeResponse.text(413, "text/html", "<h1>Request Entity Too Large</h1>"));
        assertThatThrownBy(() -> app.injected(RepoClient.class).createRecord(CreateRecord.of(ALICE, NOTES, Map.of())))
                .isInstanceOfSatisfying(
                        XrpcException.class, e -> assertThat(e.isTransient()).isFalse());
    }

    @Test
    void echoedCredentialsAreRedacted(ClientApp app) {
        app.pds()
                .fail(
                        FakePds.CREATE_RECORD,
                        FakePds.ALWAYS,
                        call -> Faults.status(
                                        400,
                                        Jsons.object(
                                                        "error",
                                                        "InvalidRequest",
                                                        "message",
                                                        "you sent\n"
                                                                + call.request().all("Authorization") + " "
                                                                + call.request().all("DPoP") + "x".repeat(5000))
                                                .toString())
                                .apply(call));
        assertThatThrownBy(() -> app.injected(RepoClient.class).createRecord(CreateRecord.of(ALICE, NOTES, Map.of())))
                .isInstanceOfSatisfying(
                        XrpcException.class,
                        e -> assertThat(e.getMessage())
                                .contains("you sent")
                                .doesNotContain(app.session(ALICE).accessJwt())
                                .doesNotContain("eyJ")
                                .hasSizeLessThan(400)
                                .doesNotContain("\n"));
    }

    @Test
    void invalidResponseIsAProcessingException(ClientApp app) {
        RepoClient repo = app.injected(RepoClient.class);
        for (String body : List.of("{", "{]", " ")) {
            app.pds().fail(FakePds.CREATE_RECORD, Faults.status(200, body, "Content-Type", "application/json"));
            assertThatThrownBy(() -> repo.createRecord(CreateRecord.of(ALICE, NOTES, Map.of())))
                    .isInstanceOf(ProcessingException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "nothing", "\u0000[]"})
    void successWithoutAnObjectIsAnXrpcException(String body, ClientApp app) {
        app.pds().fail(FakePds.CREATE_RECORD, Faults.status(200, body, "Content-Type", "application/json"));
        assertThatThrownBy(() -> app.injected(RepoClient.class).createRecord(CreateRecord.of(ALICE, NOTES, Map.of())))
                .isInstanceOfSatisfying(
                        XrpcException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessage("The server returned 200 without a JSON object; a proxy in front of it may have sent this");
    }

    @Test
    void readWithoutABodyIsAnXrpcException(ClientApp app) {
        app.setActive(ALICE);
        RepoClient repo = app.injected(RepoClient.class);
        for (Fault fault : List.of(Faults.emptyBody(200, "Content-Type", "application/json"), Faults.emptyBody(204))) {
            app.pds().fail("com.atproto.repo.listRecords", fault);
            assertThatThrownBy(() -> repo.listRecords(ALICE, NOTES, null, null, null))
                    .isInstanceOfSatisfying(
                            XrpcException.class,
                            e -> assertThat(e.isTransient()).isTrue())
                    .hasMessageContaining("without a body");
        }
    }

    @ParameterizedTest
    @CsvSource({"400,false", "401,false", "404,false", "408,true", "429,true", "500,true", "502,true"})
    void transientErrorsAreTimeoutsRateLimitsAndServerErrors(int status, boolean isTransient) {
        XrpcException e =
                new XrpcExceptionMapper().toThrowable(Response.status(status).build());
        assertThat(e.isTransient()).isEqualTo(isTransient);
    }
}
