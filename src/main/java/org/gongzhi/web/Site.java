package org.gongzhi.web;

import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Serves what never changes under its URL.
@Configuration
class Site implements WebMvcConfigurer {

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        var forEver = CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
        registry.addResourceHandler("/static/**")
                .addResourceLocations("classpath:/static/")
                .setCacheControl(forEver);
    }

    /// The timers; a command that runs beside the program leaves them to it.
    @Configuration
    @EnableScheduling
    @ConditionalOnProperty(name = "gongzhi.command", havingValue = "false", matchIfMissing = true)
    static class Timers {}
}
