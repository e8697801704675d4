import fish.payara.micro.PayaraMicro;
import fish.payara.micro.PayaraMicroRuntime;
import fish.payara.micro.boot.AdminCommandRunner;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;

/**
 * Starts Payara Micro and then reads commands from standard input, one a line: {@code deploy name war} and {@code undeploy
 * name}. Arguments: the port, the root directory, and the names and WARs of the first applications. The environment
 * variable DATABASE_URL has the URL of the data source jdbc/oauth.
 */
public final class Launcher {

    public static void main(String[] args) throws Exception {
        PayaraMicroRuntime server = PayaraMicro.getInstance()
                .setHttpPort(Integer.parseInt(args[0]))
                .setRootDir(new File(args[1]))
                .setNoCluster(true)
                .addLibrary(new File(System.getProperty("jdbc.driver")))
                .setPreBootHandler(Launcher::omitDataGrid)
                .setPostBootHandler(Launcher::addDataSource)
                .bootStrap();
        for (int i = 2; i < args.length; i += 2) {
            deploy(server, args[i], args[i + 1]);
        }
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("deploy")) {
                deploy(server, words[1], words[2]);
            } else {
                server.undeploy(words[1]);
                System.out.println("Launcher: undeployed " + words[1]);
            }
        }
        // The process that sends commands has ended.
        System.exit(0);
    }

    /** Saves some seconds. The method setNoHazelcast has no effect. */
    private static void omitDataGrid(AdminCommandRunner server) {
        server.run("set", "configs.config.server-config.hazelcast-config-specific-configuration.enabled=false");
    }

    private static void addDataSource(AdminCommandRunner server) {
        String url = System.getenv("DATABASE_URL");
        if (url != null) {
            server.run(
                    "create-jdbc-connection-pool",
                    "--datasourceclassname=org.postgresql.ds.PGSimpleDataSource",
                    "--restype=javax.sql.DataSource",
                    "--property=user=postgres:password=any:url=" + url.replaceAll("([:=])", "\\\\$1"),
                    "oauth");
            server.run("create-jdbc-resource", "--connectionpoolid=oauth", "jdbc/oauth");
        }
    }

    private static void deploy(PayaraMicroRuntime server, String name, String war) {
        boolean deployed = server.deploy(name, name, new File(war));
        System.out.println("Launcher: " + (deployed ? "deployed " : "rejected ") + name);
    }
}
