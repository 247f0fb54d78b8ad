package org.gongzhi;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.modulith.Modulithic;

/// The program. `./gongzhi` starts it; everything it can be told stands in `application.properties`.
@SpringBootApplication(exclude = {FlywayAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@ConfigurationPropertiesScan
@Modulithic(systemName = "Gongzhi", sharedModules = "kernel")
public class Gongzhi {

    public static void main(String[] arguments) {
        ConfigurableApplicationContext context;
        try {
            context = new SpringApplication(Gongzhi.class).run(arguments);
        } catch (RuntimeException failed) {
            System.err.println("Gongzhi could not start: " + reason(failed));
            System.exit(1);
            return;
        }
        if (context.getEnvironment().getProperty("gongzhi.command", Boolean.class, false)) {
            context.close();
        }
    }

    /// The innermost cause, which says what is wrong here and not where it was noticed.
    private static String reason(Throwable failed) {
        Throwable cause = failed;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
