package dev.idiolect.oauth.cli;

/** The exit codes. Scripts depend on them. */
final class ExitCode {

    static final int OK = 0;
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

    /** Lines of a help text in picocli's format, for annotations. */
    static final class Help {
        static final String OK = "0:success";
        static final String FAILED =
                "1:permanent failure, such as an unknown handle, an invalid server response or a failed check";
        static final String USAGE = "2:invalid usage";
        static final String NO_SESSION = "3:no such session, or it has ended: sign in";
        static final String REFUSED = "4:refused by the user or the server, or wrong password";
        static final String TRY_LATER = "5:timeout, rate limit or server failure: try again later";
        static final String STORE = "6:the store cannot be used or has problems: run status";
        static final String BUG = "70:internal error";
        static final String INTERRUPTED = "130:interrupted by Ctrl-C (143 by SIGTERM)";

        private Help() {}
    }
}
