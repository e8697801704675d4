package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.OAuthException;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.identity.IdentityResolver;
import dev.idiolect.oauth.internal.http.NetworkPolicy;
import dev.idiolect.oauth.internal.http.SafeText;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.store.OAuthTokenStore;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The servers that a login contacts. */
final class NetworkOptions {

    private static final String HINT = ". For a server on this machine, add --development";

    private static final Pattern DEVELOPMENT_HANDLE = Pattern.compile("[a-z0-9.-]+\\.test");

    /** The timeout of each request. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--pds-url",
            paramLabel = "URL",
            description = {
                "A server that resolves the handle, such as https://bsky.social or the account's PDS.",
                "Default: DNS and HTTPS at the handle's own domain."
            })
    private @Nullable String pdsUrl;

    @Option(
            names = "--handle-resolver",
            paramLabel = "URL",
            description = "The server that resolves the handle, if it is not --pds-url.")
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

    LoginSettings loginSettings(OAuthTokenStore store, Clock clock) {
        return LoginSettings.builder(store)
                .identities(identities(clock))
                .timeout(TIMEOUT)
                .development(development)
                .clock(clock)
                .build();
    }

    IdentityResolver identities(Clock clock) {
        requireOrigin("--pds-url", pdsUrl);
        requireOrigin("--handle-resolver", handleResolver);
        requireOrigin("--plc-url", plcUrl);
        return IdentityResolver.builder()
                .handleResolver(handleResolver == null ? pdsUrl : handleResolver)
                .plcUrl(plcUrl)
                .timeout(TIMEOUT)
                .development(development)
                .clock(clock)
                .build();
    }

    private void requireOrigin(String option, @Nullable String url) {
        NetworkPolicy policy = NetworkPolicy.of(development);
        if (url == null || policy.originOf(url).isPresent()) {
            return;
        }
        String message = "Invalid " + option + " " + SafeText.quoted(url)
                + ": use https:// and a public host name, without a path" + advice(policy, url);
        if (spec == null) {
            throw new IllegalArgumentException(message);
        }
        throw new ParameterException(spec.commandLine(), message);
    }

    private String advice(NetworkPolicy policy, String url) {
        String host = url.replaceFirst("^https?://", "");
        String local = "http://" + host;
        if (NetworkPolicy.DEVELOPMENT.originOf(local).isPresent()) {
            return development ? ". Did you mean " + local + "?" : HINT;
        }
        String https = "https://" + host;
        return policy.originOf(https).isPresent() ? ". Did you mean " + https + "?" : "";
    }

    /** Adds a hint to use the option --development if the handle is a development handle. */
    OAuthException withHint(IdentityException e) {
        return !development && DEVELOPMENT_HANDLE.matcher(e.subject()).matches()
                ? new CommandException(ExitCode.FAILED, e.getMessage() + HINT)
                : e;
    }

    /** Returns the settings for an existing session, whose server may be on this machine. */
    static LoginSettings loginSettings(OAuthTokenStore store, Clock clock, String sessionPdsUrl) {
        return LoginSettings.builder(store)
                .timeout(TIMEOUT)
                .development(isPlainHttp(sessionPdsUrl))
                .clock(clock)
                .build();
    }

    // The URL comes from the user's own store, so the account signed in with --development.
    private static boolean isPlainHttp(String url) {
        try {
            return "http".equalsIgnoreCase(URI.create(url).getScheme());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
