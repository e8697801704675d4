package dev.idiolect.oauth.checks;

import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What a thread has of its container's: the names and the classes of the application's components. */
public final class ContainerContext {

    // Jakarta EE 10, section EE.5.15: bound for each application, and so for no thread that is none's.
    private static final String NAME = "java:app/AppName";

    private ContainerContext() {}

    /** {@code names and classes} where nothing is missing. */
    public static String seen() {
        return hasNames() ? hasClasses() ? "names and classes" : "names" : hasClasses() ? "classes" : "nothing";
    }

    private static boolean hasNames() {
        try {
            return InitialContext.doLookup(NAME) != null;
        } catch (NamingException e) {
            return false;
        }
    }

    private static boolean hasClasses() {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return loader != null && loader.loadClass(ContainerContext.class.getName()) == ContainerContext.class;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
