package dev.idiolect.oauth.cli;

import org.jspecify.annotations.Nullable;

/** The user's terminal, if there is one. */
interface Terminal {

    /** Returns whether standard error is a terminal, where a line can be overwritten. */
    boolean showsProgress();

    /**
     * Prompts for a password without echo. If standard input is not a terminal, reads its first line without a prompt.
     *
     * @return the password, to be cleared by the caller; null if none was entered or the echo cannot be switched off
     */
    char @Nullable [] readPassword(String prompt);

    /** Prompts for a line. Returns null if standard input is not a terminal or has ended. */
    @Nullable
    String readLine(String prompt);
}
