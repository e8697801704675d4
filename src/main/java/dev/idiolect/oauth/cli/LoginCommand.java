package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.login.LoginFlow;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.session.OAuthSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Signs an account in. */
@Command(
        name = "login",
        header = "Sign an account in.",
        description = {
            "Prints a URL, opens it in a browser if there is a desktop, and waits until the user has approved the sign-in."
                    + " Then stores the session and prints the account's DID. An older session of the account is replaced and"
                    + " revoked.",
            "",
            "With an app password, no browser is needed. App passwords are being phased out: use them only where no browser can"
                    + " be opened.",
            ""
        },
        footer = {
            "",
            "Environment:",
            "  IDIOLECT_SESSION_DIR   the directory of the sessions, unless --path is given",
            "  IDIOLECT_OAUTH_STORE_PASSWORD",
            "                         the password of the database (jdbc)",
            "  ATPROTO_APP_PASSWORD   an app password, as if --app-password were given",
            "  ATPROTO_PASSWORD       the same, if ATPROTO_APP_PASSWORD is not set",
            "",
            "Examples:",
            "  idiolect oauth login --handle alice.bsky.social",
            "  idiolect oauth login --handle alice.bsky.social --app-password",
            "  idiolect oauth login --handle alice.test --development \\",
            "      --pds-url http://localhost:2583 --plc-url http://localhost:2582"
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Help.OK,
            ExitCode.Help.FAILED,
            ExitCode.Help.USAGE,
            ExitCode.Help.REFUSED,
            ExitCode.Help.TRY_LATER,
            ExitCode.Help.STORE,
            ExitCode.Help.BUG,
            ExitCode.Help.INTERRUPTED
        })
final class LoginCommand extends StoreCommand {

    @Option(
            names = "--handle",
            paramLabel = "HANDLE",
            description = "The account's handle or DID. Required unless there is a terminal to ask for it.")
    private @Nullable String handle;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Option(
            names = "--app-password",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "PASSWORD",
            converter = PasswordConverter.class,
            preprocessor = NoOptionAsPassword.class,
            description = {
                "Sign in with an app password. Without a value, it is read from the environment, from a prompt without echo,"
                        + " or from the first line of a pipe."
            })
    private Passwords.@Nullable OptionValue appPassword;

    @Option(names = "--oauth", description = "Sign in with the browser even if an app password is in the environment.")
    private boolean oauth;

    @Option(
            names = "--scope",
            paramLabel = "SCOPES",
            description = "The scopes to request in the browser. Default: '" + OAuthClient.DEFAULT_SCOPE + "'.")
    private String scope = OAuthClient.DEFAULT_SCOPE;

    @Option(names = "--no-browser", description = "Print the URL, but do not open it.")
    private boolean noBrowser;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeoutConverter.class,
            description = "How long to wait for the browser, such as 90s or 5m; at most 10m. Default: 5m.")
    private Duration timeout = Duration.ofMinutes(5);

    LoginCommand(CliEnvironment environment, Console console) {
        super(environment, console);
    }

    @Override
    int run(CliStore store, Console console) {
        if (oauth && appPassword != null) {
            appPassword.clear();
            throw new ParameterException(
                    commandLine(), "--oauth and --app-password cannot be combined: use one of them");
        }
        // Closing the settings finishes the revocation of the session that the login replaces.
        try (LoginSettings settings = network.loginSettings(store, environment().clock())) {
            store.requireWritable();
            store.requireSessionStore();
            OAuthSession session = login(account(), settings, console);
            console.info("Signed in as " + SessionTable.displayName(session) + " at " + session.pdsUrl()
                    + ". The session is stored in " + store.name() + ".");
            if (network.pdsUrl() != null
                    && !network.pdsUrl().replaceFirst("/$", "").equals(session.pdsUrl())) {
                console.info("Note: this is the account's PDS, not " + network.pdsUrl() + ".");
            }
            if (json()) {
                print(JsonOutput.session(session, environment().clock().instant())
                        .build());
            } else {
                print(TerminalText.escape(session.did()));
            }
            return ExitCode.OK;
        } finally {
            if (appPassword != null) {
                appPassword.clear();
            }
        }
    }

    private String account() {
        String account = handle == null ? environment().terminal().readLine(AccountOption.PROMPT) : handle;
        if (account == null || account.isBlank()) {
            throw new ParameterException(commandLine(), "Missing required option: '--handle=HANDLE'");
        }
        return account;
    }

    private OAuthSession login(String account, LoginSettings settings, Console console) {
        Passwords passwords = new Passwords(environment());
        try {
            if (appPassword != null || (!oauth && passwords.variable() != null)) {
                return new PasswordLogin(settings, console, passwords).login(account, appPassword);
            }
            return new BrowserLogin(settings, console, environment(), scope, !noBrowser).login(account, timeout);
        } catch (IdentityException e) {
            throw network.withHint(e);
        }
    }

    /** Wraps an app password, because picocli treats a plain {@code char[]} as a list of characters. */
    static final class PasswordConverter implements ITypeConverter<Passwords.OptionValue> {
        @Override
        public Passwords.OptionValue convert(String value) {
            return new Passwords.OptionValue(value);
        }
    }

    /** Refuses a misspelled option, which would otherwise be sent as the password. */
    static final class NoOptionAsPassword implements IParameterPreprocessor {
        @Override
        public boolean preprocess(
                Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
            boolean attached = "=".equals(info.get("separator"));
            if (!attached && !arguments.isEmpty() && arguments.peek().startsWith("-")) {
                String next = arguments.peek();
                if (command.findOption(next.replaceFirst("=.*", "")) == null) {
                    throw new UnmatchedArgumentException(command.commandLine(), List.of(next));
                }
            }
            return false;
        }
    }

    /** Parses a timeout such as {@code 90s} or {@code 5m}, at most the lifetime of a pending login. */
    static final class TimeoutConverter implements ITypeConverter<Duration> {

        @Override
        public Duration convert(String value) {
            Duration timeout = TimeOption.parse(value).orElse(Duration.ZERO);
            if (!timeout.isZero() && timeout.compareTo(LoginFlow.STATE_LIFETIME) <= 0) {
                return timeout;
            }
            throw new TypeConversionException("'" + value + "'. Use a time such as 90s or 5m, at most "
                    + LoginFlow.STATE_LIFETIME.toMinutes() + "m");
        }
    }
}
