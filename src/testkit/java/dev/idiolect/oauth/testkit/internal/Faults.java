package dev.idiolect.oauth.testkit.internal;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/** Faults of a server or a network. */
public final class Faults {

    private Faults() {}

    /** Processes the request and then cuts the connection without a response. */
    public static Fault cutConnectionAfterProcessing() {
        return call -> {
            call.processOnly();
            return FakeResponse.cut();
        };
    }

    /** Cuts the connection without processing the request. */
    public static Fault cutConnection() {
        return call -> FakeResponse.cut();
    }

    /** Responds without processing the request; header names and values alternate. */
    public static Fault status(int status, String body, String... headers) {
        return call -> with(
                FakeResponse.text(status, body.startsWith("{") ? "application/json" : "text/plain", body), headers);
    }

    /** Processes the request, but responds with another status and body. */
    public static Fault statusAfterProcessing(int status, String body, String... headers) {
        return call -> {
            call.processOnly();
            return status(status, body, headers).apply(call);
        };
    }

    /** Responds with 429 and {@code Retry-After}. */
    public static Fault rateLimited(int retryAfterSeconds) {
        return status(
                429,
                "{\"error\":\"RateLimitExceeded\",\"message\":\"Rate Limit Exceeded\"}",
                "Retry-After",
                Integer.toString(retryAfterSeconds));
    }

    /** Responds with a redirect. */
    public static Fault redirect(int status, String location) {
        return status(status, "", "Location", location);
    }

    /** Stays silent for a time or until the fake closes, and then cuts the connection without processing the request. */
    public static Fault silence(Duration time) {
        return call -> {
            call.givenUp().run();
            call.closing().await(time.toMillis(), TimeUnit.MILLISECONDS);
            return FakeResponse.cut();
        };
    }

    /** Processes the request, followed by {@link #silence}. */
    public static Fault silenceAfterProcessing(Duration time) {
        return call -> {
            call.processOnly();
            return silence(time).apply(call);
        };
    }

    /** Processes the request and delays the response. */
    public static Fault lateResponse(Duration time) {
        return call -> {
            FakeResponse response = call.process().get();
            call.closing().await(time.toMillis(), TimeUnit.MILLISECONDS);
            return response;
        };
    }

    /** Holds the request at a gate before it is processed. */
    public static Fault hold(Gate gate) {
        return call -> {
            gate.pass();
            return call.process().get();
        };
    }

    /** Processes the request and holds the response at a gate. */
    public static Fault holdResponse(Gate gate) {
        return call -> {
            FakeResponse response = call.process().get();
            gate.pass();
            return response;
        };
    }

    /** Processes the request, but responds with another body. */
    public static Fault replyBody(String contentType, String body) {
        return call -> {
            FakeResponse response = call.process().get();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            return response.without("Content-Type")
                    .withBody(bytes.length, out -> out.write(bytes))
                    .header("Content-Type", contentType);
        };
    }

    /** Processes the request and changes the status of a success. */
    public static Fault successStatus(int status) {
        return call -> {
            FakeResponse response = call.process().get();
            return response.status() / 100 == 2 ? response.withStatus(status) : response;
        };
    }

    /** Processes the request and changes the text of a success. */
    public static Fault changeText(UnaryOperator<String> change) {
        return call -> {
            FakeResponse response = call.process().get();
            if (response.status() != 200) {
                return response;
            }
            byte[] bytes = change.apply(new String(response.bytes(), StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            return response.withBody(bytes.length, out -> out.write(bytes));
        };
    }

    /** Processes the request and changes the JSON response. */
    public static Fault changeJson(UnaryOperator<JsonObject> change) {
        return call -> {
            FakeResponse response = call.process().get();
            String body = new String(response.bytes(), StandardCharsets.UTF_8);
            return response.status() / 100 == 2 ? response.withJson(change.apply(Jsons.parse(body))) : response;
        };
    }

    /** Sets a member of the JSON response to a string, number, boolean, list or JSON value. */
    public static Fault set(String name, Object value) {
        return add(Jsons.object(name, value));
    }

    /** Sets members of the JSON response, and headers; leaves errors as they are. */
    public static Fault add(JsonObject members, String... headers) {
        Fault json = changeJson(old -> builder(old)
                .addAll(JsonProvider.provider().createObjectBuilder(members))
                .build());
        return call -> {
            FakeResponse response = json.apply(call);
            for (int i = 0; i < headers.length && response.status() / 100 == 2; i += 2) {
                response = response.without(headers[i]).header(headers[i], headers[i + 1]);
            }
            return response;
        };
    }

    /** Removes a member of the JSON response. */
    public static Fault remove(String name) {
        return changeJson(json -> builder(json).remove(name).build());
    }

    private static JsonObjectBuilder builder(JsonObject json) {
        return JsonProvider.provider().createObjectBuilder(json);
    }

    /** Processes the request and pads the JSON response with blanks. */
    public static Fault hugeBody(long bytes) {
        return call -> {
            FakeResponse response = call.process().get();
            byte[] json = response.bytes();
            byte[] blanks = new byte[65536];
            Arrays.fill(blanks, (byte) ' ');
            return response.withBody(json.length + bytes, out -> {
                out.write(json);
                for (long left = bytes; left > 0; left -= blanks.length) {
                    out.write(blanks, 0, (int) Math.min(blanks.length, left));
                }
            });
        };
    }

    /** Processes the request and sends the body byte by byte with pauses, or at once when the fake closes. */
    public static Fault slowDrip(Duration pause) {
        return call -> {
            FakeResponse response = call.process().get();
            byte[] bytes = response.bytes();
            return response.withBody(bytes.length, out -> {
                for (byte b : bytes) {
                    out.write(b);
                    out.flush();
                    call.closing().await(pause.toMillis(), TimeUnit.MILLISECONDS);
                }
            });
        };
    }

    /** Responds with a nonce challenge, even to a valid proof. */
    public static Fault challenge() {
        return call -> {
            call.nonces().rotate();
            String text = "DPoP \"nonce\" mismatch";
            return call.request().path().startsWith("/oauth/")
                    ? FakeResponse.oauthError(400, "use_dpop_nonce", text)
                    : FakeResponse.xrpcError(401, "use_dpop_nonce", text)
                            .header("WWW-Authenticate", FakeAuthServer.challenge("DPoP", "use_dpop_nonce", text));
        };
    }

    /** Responds with 401, an XRPC error and these {@code WWW-Authenticate} lines, without processing the request. */
    public static Fault unauthorized(String error, String... wwwAuthenticate) {
        return call -> {
            FakeResponse response = FakeResponse.xrpcError(401, error, "Unauthorized");
            Arrays.stream(wwwAuthenticate).forEach(line -> response.header("WWW-Authenticate", line));
            return response;
        };
    }

    /** Processes the request and replaces the {@code WWW-Authenticate} lines of a 401 response. */
    public static Fault wwwAuthenticate(String... lines) {
        return call -> {
            FakeResponse response = call.process().get();
            if (response.status() == 401) {
                response.without("WWW-Authenticate");
                Arrays.stream(lines).forEach(line -> response.header("WWW-Authenticate", line));
            }
            return response;
        };
    }

    /** Responds with 403 for a missing scope. */
    public static Fault missingScope(String scope) {
        return call -> FakeResponse.xrpcError(403, "ScopeMissingError", "Missing required scope \"" + scope + "\"");
    }

    /** Processes the request, but responds without a body. */
    public static Fault emptyBody(int status, String... headers) {
        return call -> {
            call.processOnly();
            return with(FakeResponse.text(status, "text/plain", "").without("Content-Type"), headers);
        };
    }

    /** Compresses the response of another fault, or of the server if it is null, whatever the request accepts. */
    public static Fault gzip(Fault fault) {
        return call -> {
            FakeResponse response = fault == null ? call.process().get() : fault.apply(call);
            byte[] bytes = gzip(response.bytes());
            return response.withBody(bytes.length, out -> out.write(bytes)).header("Content-Encoding", "gzip");
        };
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    private static FakeResponse with(FakeResponse response, String... headers) {
        for (int i = 0; i < headers.length; i += 2) {
            response.header(headers[i], headers[i + 1]);
        }
        return response;
    }
}
