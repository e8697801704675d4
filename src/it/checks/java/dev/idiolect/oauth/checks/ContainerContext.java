package dev.idiolect.oauth.checks;

import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The container context of a thread: the application's JNDI names and classes. */
public final class ContainerContext {

    // Jakarta EE 10, section EE.5.15: bound for each application, so only on threads with an application's context.
    private static final String NAME = "java:app/AppName";

    private ContainerContext() {}

    /** Returns {@code names and classes} if the context is complete. */
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
