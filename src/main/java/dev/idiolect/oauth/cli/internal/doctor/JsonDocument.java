package dev.idiolect.oauth.cli.internal.doctor;

import dev.idiolect.oauth.internal.http.ExchangeException;
import dev.idiolect.oauth.internal.http.HttpResponse;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.internal.http.SsrfSafeHttpClient;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fetches a document of the client as an authorization server does, and finds why the server would not accept it. */
final class JsonDocument {

    private static final String TYPE = "application/json";

    private final String what;
    private final String setUrl;

    /**
     * @param what the document, such as "the client metadata"
     * @param setUrl the advice to configure another URL, such as "set the key to the URL of the metadata"
     */
    JsonDocument(String what, String setUrl) {
        this.what = what;
        this.setUrl = setUrl;
    }

    /** Returns the members, or null if the document cannot be used. Adds the reason. */
    @Nullable
    Map<String, Object> fetch(SsrfSafeHttpClient http, URI url, List<Finding> found) {
        HttpResponse response;
        try {
            response = http.get(url, TYPE);
        } catch (ExchangeException e) {
            found.add(Finding.fail("no response from " + url + ": " + e.getMessage(), reachable(url, e)));
            return null;
        }
        int status = response.status();
        if (status / 100 == 3) {
            found.add(Finding.fail(
                    url + " returned " + response.summary() + ", but authorization servers follow no redirect",
                    "Serve " + what + " at this URL with status 200, or " + setUrl));
            return null;
        }
        if (status != 200) {
            found.add(Finding.fail(
                    url + " returned " + response.summary() + " instead of 200",
                    "Serve " + what + " at this URL: check the paths of the application and of the proxy before it. Or "
                            + setUrl));
            return null;
        }
        String type = response.header("Content-Type");
        if (!isJson(type)) {
            found.add(Finding.fail(
                    url + " has the content type " + (type == null ? "(none)" : SafeText.quoted(type)) + " instead of "
                            + TYPE,
                    "Send the header Content-Type: " + TYPE));
        }
        Map<String, Object> members = response.json();
        if (members == null) {
            found.add(Finding.fail(url + " returned no JSON object", "Serve " + what + " at this URL, or " + setUrl));
        }
        return members;
    }

    private static boolean isJson(@Nullable String type) {
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(TYPE);
    }

    private String reachable(URI url, ExchangeException e) {
        if (e.isUnknownHost()) {
            return "Check the DNS of this machine, create a DNS record for " + url.getHost() + ", or " + setUrl;
        }
        return "Authorization servers fetch " + what
                + ": make this URL reachable from the Internet, with a valid certificate." + " Or " + setUrl;
    }
}
