package dev.idiolect.oauth.cli;

/** The exit codes, which scripts rely on. */
final class ExitCode {

    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NO_SESSION = 3;
    static final int REFUSED = 4;
    static final int TRY_LATER = 5;
    static final int STORE = 6;
    static final int BUG = 70;
    static final int INTERRUPTED = 130;

    static final String HEADING = "%nExit codes:%n";

    private ExitCode() {}

    /** Lines for a help text, as picocli wants them; annotations take constants alone. */
    static final class Text {
        static final String DONE = "0:done";
        static final String FAILED = "1:it can't be done: a handle that leads nowhere, a server that breaks the rules";
        static final String USAGE = "2:wrong usage";
        static final String NO_SESSION = "3:no such session, or it has ended: sign in";
        static final String REFUSED = "4:the account's owner or the server said no, or the password is wrong";
        static final String TRY_LATER = "5:no answer in time, or a server asks to wait: the same may work later";
        static final String STORE = "6:the store can't be used, or something in it is broken: see status";
        static final String BUG = "70:a bug of this program";
        static final String INTERRUPTED = "130:ended by Ctrl-C (143 by SIGTERM)";

        private Text() {}
    }
}
