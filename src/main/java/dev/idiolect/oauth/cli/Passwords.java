package dev.idiolect.oauth.cli;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the app password: on the command line, in the environment, or at the terminal. */
final class Passwords {

    /** The environment variables, in order of precedence. */
    static final List<String> VARIABLES = List.of("ATPROTO_APP_PASSWORD", "ATPROTO_PASSWORD");

    private final CliEnvironment environment;

    Passwords(CliEnvironment environment) {
        this.environment = environment;
    }

    /** Returns the name of the environment variable that contains a password, or null if there is none. */
    @Nullable
    String variable() {
        return VARIABLES.stream()
                .filter(name -> !value(name).isEmpty())
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns the password, to be cleared by the caller, or null if there is none.
     *
     * @param option the value of the option, or null
     */
    char @Nullable [] find(@Nullable OptionValue option, String account, Console console) {
        if (option != null && option.password.length > 0) {
            console.warn("A password on the command line is visible to other users (ps) and stays in the shell history."
                    + " Omit it to be prompted, or set " + VARIABLES.get(0));
            return option.password;
        }
        String variable = variable();
        if (variable != null) {
            console.info("Using the app password in " + variable + ".");
            return value(variable).toCharArray();
        }
        return environment.terminal().readPassword("App password for " + TerminalText.escape(account) + " (hidden): ");
    }

    private String value(String variable) {
        return environment.variables().getOrDefault(variable, "");
    }

    /** The value of {@code --app-password}; empty if the option has none. */
    static final class OptionValue {

        // Transient, so that no serializer writes it.
        private final transient char[] password;

        OptionValue(String value) {
            password = value.toCharArray();
        }

        void clear() {
            Arrays.fill(password, '\0');
        }

        /** Returns a text without the password. */
        @Override
        public String toString() {
            return "***";
        }
    }
}
