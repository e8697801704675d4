package dev.idiolect.oauth.web;

import dev.idiolect.oauth.internal.http.MaxLength;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The default pages of {@link LoginResource}. All user input in them is escaped. */
final class LoginPages {

    // No form-action: browsers also apply it to the redirect after the form, whose target can be any server.
    private static final String POLICY =
            "default-src 'none'; style-src " + PageStyle.SOURCE + "; base-uri 'none'; frame-ancestors 'none'";

    // The URL of the filled-in form must fit into a Location header.
    private static final int MAX_FIELD_LENGTH = 3 * MaxLength.RETURN_TO.limit();

    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>%s</title>
            <style>%s</style>
            </head>
            <body>
            <main>
            <h1>%s</h1>
            %s</main>
            </body>
            </html>
            """;

    private static final String FORM = """
            <form method="post" action="login">
            <label for="handle">Your handle</label>
            <p class="hint" id="handle-hint">For example alice.bsky.social</p>
            <input id="handle" name="handle" value="%s" required autofocus autocomplete="username" autocapitalize="none"
             autocorrect="off" spellcheck="false" inputmode="url" enterkeyhint="go" %s>
            %s<input type="hidden" name="return-to" value="%s">
            <button type="submit">Sign in</button>
            </form>
            <p class="note">You continue at your account's own server. This site never sees your password.</p>
            """;

    private static final String FIELD_ERROR = """
            <p class="error" id="handle-error" role="alert">%s</p>
            """;

    private static final String FAILURE = """
            <p class="error" role="alert">%s</p>
            <a class="button" href="%s">%s</a>
            """;

    private static final String LOGOUT_FAILURE = """
            <p class="error" role="alert">%s</p>
            <form method="post" action="logout">
            <input type="hidden" name="return-to" value="%s">
            <button type="submit">Try again</button>
            </form>
            """;

    private LoginPages() {}

    static Response form(@Nullable String handle, @Nullable String returnTo) {
        return form(Response.ok(), handle, returnTo, null);
    }

    private static Response form(
            ResponseBuilder response, @Nullable String handle, @Nullable String returnTo, @Nullable String error) {
        String form = FORM.formatted(
                escape(handle),
                error == null
                        ? "aria-describedby=\"handle-hint\""
                        : "aria-describedby=\"handle-error handle-hint\" aria-invalid=\"true\"",
                error == null ? "" : FIELD_ERROR.formatted(escape(error)),
                escape(returnTo));
        return withForm(html(response, error == null ? "Sign in" : "Sign-in failed", "Sign in", form));
    }

    // Not no-referrer, which makes browsers send "Origin: null" with the form.
    private static Response withForm(ResponseBuilder response) {
        return response.header("Referrer-Policy", "same-origin").build();
    }

    static Response failure(LoginFailure failure, HttpHeaders headers) {
        LoginFailure.Kind kind = failure.kind();
        ResponseBuilder response = Response.status(kind.status());
        if (prefersJson(headers)) {
            // The text is a constant without characters that need escaping.
            return response.type(MediaType.APPLICATION_JSON_TYPE)
                    .entity("{\"error\":\"" + kind.code() + "\",\"message\":\"" + kind.text() + "\"}")
                    .build();
        }
        String text = escape(kind.text());
        if (kind == LoginFailure.Kind.NOT_SIGNED_OUT) {
            return withForm(html(
                    response,
                    "Sign-out failed",
                    "Sign-out failed",
                    LOGOUT_FAILURE.formatted(text, escape(failure.returnTo()))));
        }
        if (failure.concernsForm()) {
            return form(response, failure.handle(), failure.returnTo(), kind.text());
        }
        // An empty reference is the URL of the callback itself.
        boolean again = failure.isLoginPending();
        String target = again ? "" : "login" + formQuery(failure.handle(), failure.returnTo());
        return html(
                        response,
                        "Sign-in failed",
                        "Sign-in failed",
                        FAILURE.formatted(text, escape(target), again ? "Try again" : "Go to sign-in"))
                .build();
    }

    private static ResponseBuilder html(ResponseBuilder response, String title, String heading, String body) {
        return response.type("text/html;charset=UTF-8")
                .header("Content-Security-Policy", POLICY)
                // Bytes, because RESTEasy escapes HTML in a String entity of a response with status 400.
                .entity(PAGE.formatted(title, PageStyle.CSS, heading, body).getBytes(StandardCharsets.UTF_8));
    }

    private static boolean prefersJson(HttpHeaders headers) {
        for (MediaType type : headers.getAcceptableMediaTypes()) {
            if (!type.isWildcardType() && MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
                return true;
            }
            if (MediaType.TEXT_HTML_TYPE.isCompatible(type)) {
                return false;
            }
        }
        return false;
    }

    /**
     * Returns the query string that fills in the form, with its question mark; empty if there is nothing to fill in.
     */
    static String formQuery(@Nullable String handle, @Nullable String returnTo) {
        String fields = Stream.of(field("handle", handle), field("return-to", returnTo))
                .filter(field -> !field.isEmpty())
                .collect(Collectors.joining("&"));
        return fields.isEmpty() ? "" : "?" + fields;
    }

    private static String field(String name, @Nullable String value) {
        String encoded = value == null ? "" : URLEncoder.encode(value, StandardCharsets.UTF_8);
        return encoded.isEmpty() || encoded.length() > MAX_FIELD_LENGTH ? "" : name + "=" + encoded;
    }

    static String escape(@Nullable String text) {
        if (text == null) {
            return "";
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
