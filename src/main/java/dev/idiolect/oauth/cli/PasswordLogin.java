package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.session.OAuthSession;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Signs an account in with an app password. */
final class PasswordLogin {

    private final LoginSettings settings;
    private final Console console;
    private final Passwords passwords;

    PasswordLogin(LoginSettings settings, Console console, Passwords passwords) {
        this.settings = settings;
        this.console = console;
        this.passwords = passwords;
    }

    OAuthSession login(String account, Passwords.@Nullable OptionValue option) {
        // A password in the environment is used even without the option --app-password.
        console.info("App passwords are being phased out. If you can open a browser, sign in "
                + (passwords.variable() == null ? "without --app-password." : "with --oauth instead."));
        char[] password = passwords.find(option, account, console);
        if (password == null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "No app password, and no terminal to enter one. Set " + Passwords.VARIABLES.get(0)
                            + ", send it through a pipe (its first line), or run this command at a terminal without redirecting"
                            + " its output");
        }
        try (ShutdownGuard guard = new ShutdownGuard(console, "Cancelled. Nothing was stored.")) {
            // The password becomes a String anyway, in the JSON request body.
            String text = new String(password);
            return guard.runUninterruptibly(() -> new AppPasswordLogin(null, settings).login(account, text));
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
