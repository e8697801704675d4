package dev.idiolect.oauth.xrpc;

import dev.idiolect.oauth.pds.MisbehavingProxy;
import dev.idiolect.oauth.xrpc.OddResponse.Outcome;

/**
 * What the caller of an XRPC method gets if a proxy in front of the server misbehaves. Shared by the checks of each runtime and
 * the tests with RESTEasy and Weld.
 */
public final class ProxyOutcome {

    private ProxyOutcome() {}

    /**
     * Returns the outcome of a call.
     *
     * @param needsBody whether the result has parts that cannot be absent
     */
    public static Outcome of(MisbehavingProxy proxy, boolean needsBody) {
        return switch (proxy) {
            case HTML_200, HTML_403, HTML_404, HTML_429, HTML_500, HTML_503, HTML_AS_JSON_200 -> html(status(proxy));
            case HTML_200_AFTER_WORK, HTML_404_AFTER_WORK, HTML_502_AFTER_WORK -> html(status(proxy));
            case EMPTY_200, EMPTY_200_AFTER_WORK ->
                needsBody ? failure("The server returned 200 without a body", true) : success();
            case EMPTY_401, EMPTY_403, EMPTY_404 -> failure("The server returned " + status(proxy), false);
            case EMPTY_429, EMPTY_500, EMPTY_503 -> failure("The server returned " + status(proxy), true);
            case TEXT_400, TEXT_403, ARRAY_404 ->
                failure("The server returned " + status(proxy) + " without an XRPC error", true);
            case ARRAY_200 -> failure("The server returned 200 without a JSON object", true);
            case BROTLI -> failure("The server returned 200 in the encoding \"br\", which was not requested", true);
            default -> success();
        };
    }

    private static Outcome html(int status) {
        return failure("The server returned " + status + " with HTML instead of JSON", true);
    }

    private static int status(MisbehavingProxy proxy) {
        return Integer.parseInt(proxy.name().replaceAll("\\D", ""));
    }

    private static Outcome failure(String message, boolean isTransient) {
        return new Outcome(message, isTransient, false);
    }

    private static Outcome success() {
        return new Outcome(null, false, false);
    }
}
