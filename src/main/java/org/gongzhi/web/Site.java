package org.gongzhi.web;

import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Serves what never changes under its URL, and reads nothing that cannot be read.
@Configuration
class Site implements WebMvcConfigurer {

    private final ReadableRequest readable;

    Site(ReadableRequest readable) {
        this.readable = readable;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(readable).order(Ordered.HIGHEST_PRECEDENCE);
    }

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
