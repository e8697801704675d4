package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.testkit.internal.FakePds;
import dev.idiolect.oauth.testkit.internal.FakeResponse;
import dev.idiolect.oauth.testkit.internal.Fault;
import dev.idiolect.oauth.testkit.internal.Faults;
import java.util.function.Function;

/**
 * Responses to an XRPC call that servers, or proxies in front of them, send in practice, and what a caller gets. Shared by the
 * checks of each runtime and the tests with RESTEasy and Weld.
 */
public enum OddResponse {
    REDIRECT_301(
            pds -> Faults.redirect(301, "/elsewhere"), failure("The server returned 301, a redirect to 127.0.0.1")),
    REDIRECT_302(pds -> Faults.redirect(302, pds.forbiddenUrl() + "/xrpc/x"), redirected(302)),
    REDIRECT_303(pds -> Faults.redirect(303, pds.forbiddenUrl()), redirected(303)),
    REDIRECT_307(pds -> Faults.redirect(307, pds.forbiddenUrl() + "/xrpc/x?a=b"), redirected(307)),
    REDIRECT_308(pds -> Faults.redirect(308, pds.forbiddenUrl()), redirected(308)),
    REDIRECT_NOWHERE(pds -> Faults.status(302, ""), failure("The server returned 302, a redirect without")),

    HTML_200(pds -> html(200), proxied(200)),
    HTML_403(pds -> html(403), proxied(403)),
    HTML_404(pds -> html(404), proxied(404)),
    HTML_503(pds -> html(503), proxied(503)),
    HTML_AS_JSON(
            pds -> call -> FakeResponse.text(200, "application/json", " \n<!doctype html><title>Wait</title>"),
            proxied(200)),
    HTML_IN_GZIP(pds -> Faults.gzip(html(502)), proxied(502)),

    EMPTY_200(pds -> Faults.emptyBody(200), written()),
    EMPTY_JSON(pds -> Faults.emptyBody(200, "Content-Type", "application/json"), written()),
    EMPTY_CHUNKED(
            pds -> call -> {
                call.process().get();
                return FakeResponse.streamed(
                                200, "application/json; charset=utf-8", 0, out -> out.write("0\r\n\r\n".getBytes()))
                        .header("Transfer-Encoding", "chunked");
            },
            written()),
    EMPTY_204(pds -> Faults.emptyBody(204), written()),
    EMPTY_204_JSON(pds -> Faults.emptyBody(204, "Content-Type", "application/json"), written()),

    GZIP(pds -> Faults.gzip(null), written()),
    GZIP_ERROR(
            pds -> Faults.gzip(Faults.status(400, "{\"error\":\"InvalidSwap\",\"message\":\"Was at another\"}")),
            failure("The server returned 400 InvalidSwap: Was at another")),
    BYTE_ORDER_MARK(
            pds -> call -> {
                var response = call.process().get();
                byte[] json = response.bytes();
                return response.withBody(json.length + 3, out -> {
                    out.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
                    out.write(json);
                });
            },
            written()),

    RATE_LIMIT(
            pds -> call -> Faults.status(
                            429,
                            "{\"error\":\"RateLimitExceeded\",\"message\":\"Slow\\n\\u0007down\"}",
                            "RateLimit-Reset",
                            Long.toString(System.currentTimeMillis() / 1000 + 600))
                    .apply(call),
            failure("The server returned 429 RateLimitExceeded: Slow??down", true, true)),
    DEACTIVATED(
            pds -> Faults.status(401, "{\"error\":\"AccountDeactivated\",\"message\":\"Account is deactivated\"}"),
            written()),
    SUSPENDED(
            pds -> Faults.status(400, "{\"error\":\"AccountSuspended\",\"message\":\"Account is suspended\"}"),
            failure("The server returned 400 AccountSuspended: Account is suspended")),
    TAKEN_DOWN(
            pds -> Faults.status(400, "{\"error\":\"AccountTakedown\",\"message\":\"Account has been taken down\"}"),
            failure("The server returned 400 AccountTakedown: Account has been taken down")),

    NONCE_IN_THE_BODY_401(pds -> nonceInBody(401), written()),
    NONCE_IN_THE_BODY_400(pds -> nonceInBody(400), written()),
    NONCE_IN_THE_BODY_IN_GZIP(pds -> Faults.gzip(nonceInBody(401)), written()),
    NONCE_IN_A_400_HEADER(
            pds -> call -> {
                call.nonces().rotate();
                return Faults.status(400, "{}", "WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"")
                        .apply(call);
            },
            written()),
    NONCE_IN_THE_SECOND_HEADER(
            pds -> Faults.unauthorized(
                    "AuthMissing", "Bearer realm=\"a, b\"", "Basic", "DPoP algs=\"ES256\", error=\"use_dpop_nonce\""),
            written()),
    NONCE_IN_THE_SECOND_CHALLENGE(
            pds -> Faults.unauthorized(
                    "AuthMissing", "Bearer error=\"invalid_token\", DPoP algs=\"ES256\", error=\"use_dpop_nonce\""),
            written());

    /** What the caller of a write gets: an {@link XrpcException} whose text starts so, or null if the write succeeded. */
    public record Outcome(String message, boolean isTransient, boolean retryAfter) {

        /** Returns the outcome in the form of {@link #of(XrpcException)}. */
        public static String of(XrpcException e) {
            return "XrpcException: " + e.getMessage() + " [transient=" + e.isTransient() + ", retryAfter="
                    + e.retryAfter().isPresent() + "]";
        }

        /** Returns whether a text is this outcome; {@link #of(XrpcException)} or the result of the call. */
        public boolean matches(String text) {
            return message == null
                    ? !text.contains("Exception")
                    : text.startsWith("XrpcException: " + message)
                            && text.endsWith("[transient=" + isTransient + ", retryAfter=" + retryAfter + "]");
        }
    }

    private final Function<FakePds, Fault> fault;
    private final Outcome outcome;

    OddResponse(Function<FakePds, Fault> fault, Outcome outcome) {
        this.fault = fault;
        this.outcome = outcome;
    }

    /** Returns the fault for a server's next request. */
    public Fault fault(FakePds pds) {
        return fault.apply(pds);
    }

    public Outcome outcome() {
        return outcome;
    }

    private static Fault html(int status) {
        return call -> FakeResponse.text(
                status, "text/html; charset=UTF-8", "<html><body>Checking your browser</body></html>");
    }

    private static Fault nonceInBody(int status) {
        return call -> {
            call.nonces().rotate();
            return Faults.status(status, "{\"error\":\"use_dpop_nonce\"}").apply(call);
        };
    }

    private static Outcome redirected(int status) {
        return failure("The server returned " + status + ", a redirect to 127.0.0.1:");
    }

    private static Outcome proxied(int status) {
        return failure("The server returned " + status + " with HTML", true, false);
    }

    private static Outcome failure(String message) {
        return failure(message, false, false);
    }

    private static Outcome failure(String message, boolean isTransient, boolean retryAfter) {
        return new Outcome(message, isTransient, retryAfter);
    }

    private static Outcome written() {
        return new Outcome(null, false, false);
    }
}
