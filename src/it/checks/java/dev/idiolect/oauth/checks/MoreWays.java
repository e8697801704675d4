package dev.idiolect.oauth.checks;

import java.util.Optional;

/** More ways to write a note, which only one runtime has. */
public interface MoreWays {

    /** Returns the URI of the note, or empty if this class does not know the way. */
    Optional<String> call(String way, String did, String text) throws Exception;
}
