package dev.idiolect.oauth.cli;

import dev.idiolect.oauth.login.AppPasswordLogin;
import dev.idiolect.oauth.login.LoginSettings;
import dev.idiolect.oauth.session.OAuthSession;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Signs an account in with an app password. */
final class PasswordLogin {

    private final LoginSettings context;
    private final Console talk;
    private final Passwords passwords;

    PasswordLogin(LoginSettings context, Console talk, Passwords passwords) {
        this.context = context;
        this.talk = talk;
        this.passwords = passwords;
    }

    OAuthSession login(String account, Passwords.@Nullable Given given) {
        // What is in the environment would be used without the option as well.
        talk.say("App passwords are on their way out. Where a browser can be opened, sign in "
                + (passwords.variable() == null ? "without --app-password." : "with --oauth instead."));
        char[] password = passwords.find(given, account, talk);
        if (password == null) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "There is no app password, and nobody to ask for it. Set " + Passwords.VARIABLES.get(0)
                            + ", or run this at a terminal without redirecting its output");
        }
        try (ShutdownGuard interruption = new ShutdownGuard(talk, "Given up. Nothing was stored.")) {
            // The protocol's body is a JSON string: from here on it is one, too.
            String text = new String(password);
            return interruption.whole(() -> new AppPasswordLogin(null, context).login(account, text));
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
