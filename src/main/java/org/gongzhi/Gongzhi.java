package org.gongzhi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.gongzhi.demo.Demonstration;
import org.gongzhi.kernel.Ports;
import org.gongzhi.kernel.Told;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.modulith.Modulithic;

/// The program. `./gongzhi` starts it; everything it can be told stands in `application.properties`.
@SpringBootApplication(exclude = {FlywayAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@ConfigurationPropertiesScan
@Modulithic(systemName = "Gongzhi", sharedModules = "kernel")
public class Gongzhi {

    public static void main(String[] arguments) {
        ConfigurableApplicationContext context;
        try {
            context = application().run(arguments);
        } catch (RuntimeException failed) {
            boolean command = List.of(arguments).contains("--gongzhi.command=true");
            System.err.println((command ? "" : "共治未能启动 / Gongzhi could not start:\n") + reason(failed));
            System.exit(1);
            return;
        }
        if (context.getEnvironment().getProperty("gongzhi.command", Boolean.class, false)) {
            context.close();
        }
    }

    static SpringApplication application() {
        var application = new SpringApplication(Gongzhi.class);
        application.addListeners((ApplicationEnvironmentPreparedEvent event) -> {
            portIsFree(event.getEnvironment());
            demonstrationIsLoaded(event.getEnvironment());
        });
        return application;
    }

    /// A taken port is told at once, not after the database has been filled.
    private static void portIsFree(Environment environment) {
        String host = environment.getProperty("server.address", "0.0.0.0");
        int port = port(environment.getProperty("server.port", "0"));
        if (port > 0) {
            try {
                Ports.free(new InetSocketAddress(host, port));
            } catch (IOException taken) {
                throw new UncheckedIOException(taken);
            }
        }
    }

    private static void demonstrationIsLoaded(Environment environment) {
        if (environment.getProperty("gongzhi.demo", Boolean.class, false)) {
            new Demonstration(Path.of(environment.getRequiredProperty("gongzhi.data"))).requireLoaded();
        }
    }

    private static int port(String given) {
        if (!given.matches("\\d{1,5}") || Integer.parseInt(given) > 65_535) {
            throw new Told(
                    "端口要写 1 到 65535 之间的数，不是“" + given + "”。",
                    "A port is a number from 1 to 65535, not \"" + given + "\".");
        }
        return Integer.parseInt(given);
    }

    /// The innermost cause, which says what is wrong here and not where it was noticed, or what was put in words
    /// on the way: of a port that cannot be had, which one and what to do.
    static String reason(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null && !(cause instanceof BindException) && !(cause instanceof Told)) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
