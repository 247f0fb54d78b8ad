package org.gongzhi;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.modulith.Modulithic;

/// The program. `./gongzhi` starts it; everything it can be told stands in `application.properties`.
@SpringBootApplication(exclude = {FlywayAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class})
@ConfigurationPropertiesScan
@Modulithic(systemName = "Gongzhi", sharedModules = "kernel")
public class Gongzhi {

    public static void main(String[] arguments) {
        var context = new SpringApplication(Gongzhi.class).run(arguments);
        if (context.getEnvironment().getProperty("gongzhi.command", Boolean.class, false)) {
            context.close();
        }
    }
}
