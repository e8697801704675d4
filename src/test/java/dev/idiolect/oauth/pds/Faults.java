package dev.idiolect.oauth.pds;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** What a server or a network does wrong. */
public final class Faults {

    private Faults() {}

    /** The server does its work, then the connection is cut with no answer. */
    public static Fault cutConnectionAfterProcessing() {
        return call -> {
            call.process().get();
            return FakeAnswer.cut();
        };
    }

    /** The connection is cut and nothing is done. */
    public static Fault cutConnection() {
        return call -> FakeAnswer.cut();
    }

    /** An error, or anything else, instead of the work; header names and values in turn. */
    public static Fault status(int status, String body, String... headers) {
        return call ->
                with(FakeAnswer.text(status, body.startsWith("{") ? "application/json" : "text/plain", body), headers);
    }

    /** The work is done, and the client told otherwise. */
    public static Fault statusAfterProcessing(int status, String body, String... headers) {
        return call -> {
            call.process().get();
            return status(status, body, headers).apply(call);
        };
    }

    /** 429 with {@code Retry-After}. */
    public static Fault rateLimited(int retryAfterSeconds) {
        return status(
                429,
                "{\"error\":\"RateLimitExceeded\",\"message\":\"Rate Limit Exceeded\"}",
                "Retry-After",
                Integer.toString(retryAfterSeconds));
    }

    /** A redirect to elsewhere. */
    public static Fault redirect(int status, String location) {
        return status(status, "", "Location", location);
    }

    /** Nothing comes back for so long, or until the fake closes; then the connection is cut. Nothing is done. */
    public static Fault silence(Duration time) {
        return call -> {
            call.givenUp().run();
            call.closing().await(time.toMillis(), TimeUnit.MILLISECONDS);
            return FakeAnswer.cut();
        };
    }

    /** The work is done; then {@link #silence}. */
    public static Fault silenceAfterProcessing(Duration time) {
        return call -> {
            call.process().get();
            return silence(time).apply(call);
        };
    }

    /** The work is done, and the answer comes so much later. */
    public static Fault lateAnswer(Duration time) {
        return call -> {
            FakeAnswer answer = call.process().get();
            call.closing().await(time.toMillis(), TimeUnit.MILLISECONDS);
            return answer;
        };
    }

    /** The request waits at a gate before the work. */
    public static Fault hold(Gate gate) {
        return call -> {
            gate.pass();
            return call.process().get();
        };
    }

    /** The answer waits at a gate after the work. */
    public static Fault holdAnswer(Gate gate) {
        return call -> {
            FakeAnswer answer = call.process().get();
            gate.pass();
            return answer;
        };
    }

    /** The work is done, and the answer has another body. */
    public static Fault replyBody(String contentType, String body) {
        return call -> {
            FakeAnswer answer = call.process().get();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return answer.without("Content-Type")
                    .withBody(bytes.length, out -> out.write(bytes))
                    .header("Content-Type", contentType);
        };
    }

    /** The work is done, and the JSON answer is changed. */
    public static Fault changeJson(UnaryOperator<JsonObject> change) {
        return call -> {
            FakeAnswer answer = call.process().get();
            String body = new String(answer.bytes(), StandardCharsets.UTF_8);
            return answer.status() == 200 ? answer.withJson(change.apply(Jsons.parse(body))) : answer;
        };
    }

    /** One member of the JSON answer has another value: a string, number, boolean, list or JSON. */
    public static Fault set(String name, Object value) {
        return changeJson(json -> builder(json)
                .addAll(JsonProvider.provider().createObjectBuilder(Jsons.object(name, value)))
                .build());
    }

    /** One member of the JSON answer is missing. */
    public static Fault remove(String name) {
        return changeJson(json -> builder(json).remove(name).build());
    }

    private static JsonObjectBuilder builder(JsonObject json) {
        return JsonProvider.provider().createObjectBuilder(json);
    }

    /** The work is done, and the answer is the JSON text with so many blanks behind it. */
    public static Fault hugeBody(long bytes) {
        return call -> {
            FakeAnswer answer = call.process().get();
            byte[] json = answer.bytes();
            byte[] blanks = new byte[65536];
            Arrays.fill(blanks, (byte) ' ');
            return answer.withBody(json.length + bytes, out -> {
                out.write(json);
                for (long left = bytes; left > 0; left -= blanks.length) {
                    out.write(blanks, 0, (int) Math.min(blanks.length, left));
                }
            });
        };
    }

    /** The work is done, and the answer's body comes byte by byte with a pause between; all at once when the fake closes. */
    public static Fault slowDrip(Duration pause) {
        return call -> {
            FakeAnswer answer = call.process().get();
            byte[] bytes = answer.bytes();
            return answer.withBody(bytes.length, out -> {
                for (byte b : bytes) {
                    out.write(b);
                    out.flush();
                    call.closing().await(pause.toMillis(), TimeUnit.MILLISECONDS);
                }
            });
        };
    }

    /** Asks for a nonce, with a new one, whatever the proof holds. */
    public static Fault challenge() {
        return call -> {
            call.nonces().rotate();
            String text = "DPoP \"nonce\" mismatch";
            return call.request().path().startsWith("/oauth/")
                    ? FakeAnswer.oauthError(400, "use_dpop_nonce", text)
                    : FakeAnswer.xrpcError(401, "use_dpop_nonce", text)
                            .header("WWW-Authenticate", FakeAuthServer.challenge("DPoP", "use_dpop_nonce", text));
        };
    }

    /** 401 with an XRPC error and the given {@code WWW-Authenticate} lines; nothing is done. */
    public static Fault unauthorized(String error, String... wwwAuthenticate) {
        return call -> {
            FakeAnswer answer = FakeAnswer.xrpcError(401, error, "Unauthorized");
            Arrays.stream(wwwAuthenticate).forEach(line -> answer.header("WWW-Authenticate", line));
            return answer;
        };
    }

    /** The work is done; if the answer is a 401, its {@code WWW-Authenticate} lines are others. */
    public static Fault wwwAuthenticate(String... lines) {
        return call -> {
            FakeAnswer answer = call.process().get();
            if (answer.status() == 401) {
                answer.without("WWW-Authenticate");
                Arrays.stream(lines).forEach(line -> answer.header("WWW-Authenticate", line));
            }
            return answer;
        };
    }

    /** 403 for a missing scope. */
    public static Fault missingScope(String scope) {
        return call -> FakeAnswer.xrpcError(403, "ScopeMissingError", "Missing required scope \"" + scope + "\"");
    }

    private static FakeAnswer with(FakeAnswer answer, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            answer.header(headers[i], headers[i + 1]);
        }
        return answer;
    }
}
