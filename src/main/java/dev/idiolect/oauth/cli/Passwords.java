package dev.idiolect.oauth.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the app password: on the command line, in the environment, or by asking. */
final class Passwords {

    /** Where it is looked for, in this order. */
    static final List<String> VARIABLES = List.of("ATPROTO_APP_PASSWORD", "ATPROTO_PASSWORD");

    private final CliEnvironment around;

    Passwords(CliEnvironment around) {
        this.around = around;
    }

    /** The variable that holds a password, or null if none does. */
    @Nullable
    String variable() {
        Map<String, String> env = around.env();
        return VARIABLES.stream()
                .filter(name -> !env.getOrDefault(name, "").isEmpty())
                .findFirst()
                .orElse(null);
    }

    /**
     * Returns the password, for the caller to clear; null if there is none.
     *
     * @param given the value of the option, or null
     */
    char @Nullable [] find(@Nullable Given given, String handle, Console talk) {
        if (given != null && given.password.length > 0) {
            talk.warn("A password on the command line can be seen by others (ps) and stays in the shell's history."
                    + " Leave it out to be asked for it, or set " + VARIABLES.get(0));
            return given.password;
        }
        String variable = variable();
        if (variable != null) {
            talk.say("Using the app password in " + variable + ".");
            return around.env().get(variable).toCharArray();
        }
        return around.terminal().askPassword("App password of " + Printable.text(handle) + " (not shown): ");
    }

    /** What stood on the command line; empty if the option had no value. */
    static final class Given {

        private final char[] password;

        Given(String value) {
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
