package dev.idiolect.oauth.identity;

import java.util.List;
import javax.naming.NamingException;

/** The TXT records of a name. */
@FunctionalInterface
interface TxtLookup {

    /** Returns the records, each with its strings put together; none if the name has none. */
    List<String> recordsOf(String name) throws NamingException;
}
