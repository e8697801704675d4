package dev.idiolect.oauth.checks;

import java.util.Optional;

/** Ways to write a note that only one runtime has. */
public interface MoreWays {

    /** Gives the URI of what was written; empty if it is none of these ways. */
    Optional<String> call(String way, String did, String text) throws Exception;
}
