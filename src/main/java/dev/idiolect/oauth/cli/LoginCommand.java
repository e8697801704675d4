package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.client.OAuthClient;
import dev.idiolect.oauth.identity.IdentityException;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.session.OAuthSession;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Signs an account in. */
@Command(
        name = "login",
        header = "Sign an account in.",
        description = {
            "Prints an address to open in a browser, opens it where there is a desktop, and waits until the account's owner has"
                    + " said yes there. The session is then stored, in place of an older one of the same account, which is"
                    + " ended. The DID goes to standard output.",
            "",
            "With an app password no browser is needed. App passwords are on their way out: use them where nobody can open a"
                    + " browser.",
            ""
        },
        footer = {
            "",
            "Environment:",
            "  IDIOLECT_SESSION_DIR   where sessions are kept, unless --path is given",
            "  ATPROTO_APP_PASSWORD   the app password, as if --app-password were given",
            "  ATPROTO_PASSWORD       the same, looked for second",
            "",
            "Examples:",
            "  idiolect oauth login --handle alice.bsky.social",
            "  idiolect oauth login --handle alice.bsky.social --app-password",
            "  idiolect oauth login --handle alice.test --development \\",
            "      --pds-url http://localhost:2583 --plc-url http://localhost:2582"
        },
        exitCodeListHeading = ExitCode.HEADING,
        exitCodeList = {
            ExitCode.Text.DONE,
            ExitCode.Text.FAILED,
            ExitCode.Text.USAGE,
            ExitCode.Text.REFUSED,
            ExitCode.Text.TRY_LATER,
            ExitCode.Text.STORE,
            ExitCode.Text.BUG,
            ExitCode.Text.INTERRUPTED
        })
final class LoginCommand implements Callable<Integer> {

    private final CliEnvironment around;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--handle",
            required = true,
            paramLabel = "HANDLE",
            description = "The account, by its handle or DID.")
    private String handle = "";

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Option(
            names = "--app-password",
            arity = "0..1",
            fallbackValue = "",
            paramLabel = "PASSWORD",
            converter = PasswordConverter.class,
            description = {
                "Sign in with an app password. Without a value it is taken from the environment, or else asked for and not"
                        + " shown (from a pipe, the first line is read)."
            })
    private Passwords.@Nullable Given appPassword;

    @Option(names = "--oauth", description = "Sign in with the browser even if the environment holds an app password.")
    private boolean oauth;

    @Option(
            names = "--scope",
            paramLabel = "SCOPES",
            description = "What to ask for in the browser. Default: '" + OAuthClient.DEFAULT_SCOPE + "'.")
    private String scope = OAuthClient.DEFAULT_SCOPE;

    @Option(names = "--no-browser", description = "Print the address, and open nothing.")
    private boolean noBrowser;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeLimit.class,
            description = "How long to wait for the browser, such as 90s or 5m; at most 10m. Default: 5m.")
    private Duration timeout = Duration.ofMinutes(5);

    @Option(names = "--json", description = "Print the session without its secrets, as JSON.")
    private boolean json;

    @Mixin
    private StoreOptions storeOptions = new StoreOptions();

    @Mixin
    private VerboseOption verbose = new VerboseOption();

    LoginCommand(CliEnvironment around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not part of a command line");
        }
        if (oauth && appPassword != null) {
            throw new ParameterException(spec.commandLine(), "Give --oauth or --app-password, not both");
        }
        PrintWriter out = spec.commandLine().getOut();
        Console talk = new Console(spec.commandLine().getErr());
        try (CliStore store = storeOptions.store(around)) {
            LoginSettings context = network.context(store, around.clock());
            store.requireWritable();
            OAuthSession session = signedIn(context, talk);
            String name = SessionTable.name(session);
            talk.say("Signed in as " + name + " at " + session.pdsUrl() + ". The session is in " + store.path() + ".");
            if (network.pdsUrl() != null
                    && !network.pdsUrl().replaceFirst("/$", "").equals(session.pdsUrl())) {
                talk.say("The account lives there, and not at " + network.pdsUrl() + ".");
            }
            out.println(
                    json
                            ? JsonOutput.text(
                                    JsonOutput.session(session, around.clock().instant())
                                            .build())
                            : Printable.text(session.did()));
            out.flush();
            return ExitCode.DONE;
        } finally {
            if (appPassword != null) {
                appPassword.clear();
            }
        }
    }

    private OAuthSession signedIn(LoginSettings context, Console talk) {
        Passwords passwords = new Passwords(around);
        try {
            if (appPassword != null || !oauth && passwords.variable() != null) {
                return new PasswordLogin(context, talk, passwords).login(handle, appPassword);
            }
            return new BrowserLogin(context, talk, around, scope, !noBrowser).login(handle, timeout);
        } catch (IdentityException e) {
            throw network.hinted(e);
        }
    }

    /** Reads a password. */
    static final class PasswordConverter implements ITypeConverter<Passwords.Given> {
        @Override
        public Passwords.Given convert(String value) {
            return new Passwords.Given(value);
        }
    }
}
