package dev.idiolect.oauth.rest;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * Refuses clients whose configuration makes them follow redirects: that would send the access token to another server.
 */
final class RedirectSetting {

    private static final String KEY = "/mp-rest/followRedirects";

    private RedirectSetting() {}

    // RESTEasy reads the configuration after its listeners, so that followRedirects(false) is not enough.
    static void requireNone(Class<?> api) {
        Config config;
        try {
            config = ConfigProvider.getConfig();
        } catch (IllegalStateException | LinkageError withoutConfiguration) {
            return;
        }
        for (String key : keys(api)) {
            if (config.getOptionalValue(key, String.class).orElse("").equalsIgnoreCase("true")) {
                throw new UnsignedCallException("Invalid " + key + "=true: " + api.getName()
                        + " signs its calls, and a redirect would get the access token; remove the key");
            }
        }
    }

    private static List<String> keys(Class<?> api) {
        List<String> keys = new ArrayList<>(List.of(api.getName() + KEY));
        RegisterRestClient registered = api.getAnnotation(RegisterRestClient.class);
        if (registered != null && !registered.configKey().isEmpty()) {
            keys.add(registered.configKey() + KEY);
        }
        return keys;
    }
}
