package org.gongzhi.demo;

import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/// The whole program of a demonstration goes by [DemoClock]; no other program has one.
@Configuration
@ConditionalOnProperty("gongzhi.demo")
class DemoClocks {

    @Bean
    @Primary
    DemoClock demoClock(@Qualifier("clock") Clock machine) {
        return new DemoClock(machine);
    }
}
