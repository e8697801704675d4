package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.store.OAuthTokenStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whom a login asks. */
final class NetworkOptions {

    private static final String HINT = ". For a server on this machine add --development";

    /** The limit for each request. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--pds-url",
            paramLabel = "URL",
            description = {
                "A server that knows the handle, such as the account's PDS or https://bsky.social.",
                "Default: the handle's own domain is asked."
            })
    private @Nullable String pdsUrl;

    @Option(
            names = "--handle-resolver",
            paramLabel = "URL",
            description = "Another server to ask for the handle than --pds-url.")
    private @Nullable String handleResolver;

    @Option(
            names = "--plc-url",
            paramLabel = "URL",
            description = "The PLC directory. Default: " + IdentityResolver.PLC_DIRECTORY + ".")
    private String plcUrl = IdentityResolver.PLC_DIRECTORY;

    @Option(
            names = "--development",
            description =
                    "Allow http to localhost, 127.0.0.1 and [::1], and handles under .test. For a PDS on this machine.")
    private boolean development;

    @Nullable
    String pdsUrl() {
        return pdsUrl;
    }

    LoginSettings context(OAuthTokenStore store, Clock clock) {
        try {
            IdentityResolver identities = new IdentityResolver(
                    handleResolver == null ? pdsUrl : handleResolver, plcUrl, TIMEOUT, development, clock);
            return LoginSettings.builder(store)
                    .identities(identities)
                    .timeout(TIMEOUT)
                    .development(development)
                    .clock(clock)
                    .build();
        } catch (IllegalArgumentException e) {
            if (spec == null) {
                throw e;
            }
            throw new ParameterException(spec.commandLine(), e.getMessage() + (development ? "" : HINT));
        }
    }

    /** The same failure, with the option that avoids it where the library says that development would. */
    IdentityException hinted(IdentityException e) {
        return String.valueOf(e.getMessage()).endsWith(" for development only")
                ? new IdentityException(e.getMessage() + HINT, e.subject(), e.isTransient(), e.getCause())
                : e;
    }

    /** What is needed for an account that has signed in already, perhaps at a server on this machine. */
    static LoginSettings context(OAuthTokenStore store, Clock clock, String sessionPdsUrl) {
        return LoginSettings.builder(store)
                .timeout(TIMEOUT)
                .development(isPlainHttp(sessionPdsUrl))
                .clock(clock)
                .build();
    }

    // The address is in a file of the user's own: --development was given when it was written.
    private static boolean isPlainHttp(String url) {
        try {
            return "http".equalsIgnoreCase(URI.create(url).getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
