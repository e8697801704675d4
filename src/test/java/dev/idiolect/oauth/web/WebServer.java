package dev.idiolect.oauth.web;

import dev.idiolect.oauth.cdi.internal.TestApp;
import io.undertow.Undertow;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.enterprise.context.control.RequestContextController;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.resteasy.core.ResteasyDeploymentImpl;
import org.jboss.resteasy.plugins.server.undertow.UndertowJaxrsServer;
import org.jboss.resteasy.spi.ResteasyDeployment;

/** A web server on loopback that starts before its application and keeps running while the application restarts. */
public final class WebServer extends UndertowJaxrsServer implements AutoCloseable {

    private WebServer() {}

    public static WebServer open() {
        WebServer web = new WebServer();
        // More threads than any limit of the library, so that a test meets the limit.
        web.start(Undertow.builder().setWorkerThreads(64).addHttpListener(0, "127.0.0.1"));
        return web;
    }

    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    }

    public String origin() {
        return "http://127.0.0.1:" + port();
    }

    /** Serves a resource of an application instead of the previous one; each request has a CDI request context. */
    public void serve(TestApp app, Class<?> type, Class<?>... providers) {
        serve(app, List.of(type), providers);
    }

    /** Serves several resources of an application. */
    public void serve(TestApp app, List<Class<?>> types, Class<?>... providers) {
        ResteasyDeployment deployment = new ResteasyDeploymentImpl();
        deployment.setResources(
                types.stream().map(type -> (Object) app.get(type)).toList());
        deployment.setProviders(
                Stream.of(providers).map(provider -> (Object) app.get(provider)).toList());
        DeploymentInfo info = undertowDeployment(deployment, "/");
        info.setContextPath("/");
        info.setDeploymentName("app");
        info.setClassLoader(types.get(0).getClassLoader());
        info.addInnerHandlerChainWrapper(next -> exchange -> {
            RequestContextController requests = app.get(RequestContextController.class);
            boolean activated = requests.activate();
            try {
                next.handleRequest(exchange);
            } finally {
                if (activated) {
                    requests.deactivate();
                }
            }
        });
        deploy(info);
    }

    @Override
    public void close() {
        stop();
    }
}
