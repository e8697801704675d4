package dev.idiolect.oauth.cli;

import org.jspecify.annotations.Nullable;

/** Who sits before the program, if anybody does. */
interface Terminal {

    /** Whether standard error is a terminal, where a line can be written over. */
    boolean showsProgress();

    /**
     * Asks for a password and shows nothing of it; where standard input is no terminal, its first line is the answer.
     *
     * @return the password, for the caller to clear; null if nobody can be asked or nothing was answered
     */
    char @Nullable [] askPassword(String prompt);
}
