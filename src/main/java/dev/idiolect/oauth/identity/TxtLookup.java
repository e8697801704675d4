package dev.idiolect.oauth.identity;

import java.util.List;
import javax.naming.NamingException;

/** Looks up DNS TXT records. */
@FunctionalInterface
interface TxtLookup {

    /** Returns the records of a name, each with its strings joined; empty if there are none. */
    List<String> recordsOf(String name) throws NamingException;
}
