package dev.idiolect.oauth.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the form of a logout. Not with {@code FormParam}: RESTEasy fails if a request, such as that of a script, has no
 * form.
 */
final class LogoutForm {

    private static final String FIELD = "return-to=";
    // Enough for a path of maximum length, with each character encoded.
    private static final int MAX_BYTES = 16_384;

    private LogoutForm() {}

    /** Returns the field {@code return-to}, or null if there is none. */
    static @Nullable String returnTo(InputStream form, HttpHeaders headers) {
        String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            return null;
        }
        try {
            for (String field : new String(form.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).split("&", -1)) {
                if (field.startsWith(FIELD)) {
                    return URLDecoder.decode(field.substring(FIELD.length()), StandardCharsets.UTF_8);
                }
            }
            return null;
        } catch (IOException | IllegalArgumentException invalid) {
            // An invalid path, not the default: the request is rejected.
            return "?";
        }
    }
}
