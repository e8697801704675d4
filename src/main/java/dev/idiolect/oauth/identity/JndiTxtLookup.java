package dev.idiolect.oauth.identity;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.ServiceLoader;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.DirContext;
import javax.naming.spi.InitialContextFactory;

/** Looks up TXT records with the JDK's DNS client, module {@code jdk.naming.dns}. */
final class JndiTxtLookup implements TxtLookup {

    private static final String FACTORY = "com.sun.jndi.dns.DnsContextFactory";

    private final String servers;
    private final int firstTimeoutMillis;

    JndiTxtLookup() {
        this("dns:", 1000);
    }

    /** @param servers such as {@code dns://192.0.2.1}; {@code dns:} for the system's name servers */
    JndiTxtLookup(String servers, int firstTimeoutMillis) {
        this.servers = servers;
        this.firstTimeoutMillis = firstTimeoutMillis;
    }

    @Override
    // JNDI takes only a Hashtable; its DNS provider returns strings and deserializes nothing.
    @SuppressWarnings({"BanJNDI", "JdkObsolete"})
    public List<String> recordsOf(String name) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put("java.naming.provider.url", servers);
        // The second attempt waits twice as long; the caller limits the time for all attempts and servers.
        environment.put("com.sun.jndi.dns.timeout.initial", String.valueOf(firstTimeoutMillis));
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
        DirContext dns = (DirContext) factory().getInitialContext(environment);
        try {
            return values(dns.getAttributes(name, new String[] {"TXT"}));
        } catch (NameNotFoundException none) {
            return List.of();
        } finally {
            dns.close();
        }
    }

    // Not InitialContext: application servers replace its factory with their own.
    private static InitialContextFactory factory() throws NamingException {
        return ServiceLoader.load(InitialContextFactory.class, ClassLoader.getPlatformClassLoader()).stream()
                .filter(provider -> provider.type().getName().equals(FACTORY))
                .findFirst()
                .orElseThrow(() -> new NoInitialContextException("the module jdk.naming.dns is missing"))
                .get();
    }

    private static List<String> values(Attributes attributes) throws NamingException {
        Attribute records = attributes.get("TXT");
        List<String> values = new ArrayList<>();
        for (int i = 0; records != null && i < records.size(); i++) {
            values.add(joined(String.valueOf(records.get(i))));
        }
        return values;
    }

    // The JDK separates the strings of a record by spaces and quotes strings that contain spaces.
    static String joined(String presentation) {
        StringBuilder text = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < presentation.length(); i++) {
            char c = presentation.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted && i + 1 < presentation.length()) {
                text.append(presentation.charAt(++i));
            } else if (c != ' ' || quoted) {
                text.append(c);
            }
        }
        return text.toString();
    }
}
