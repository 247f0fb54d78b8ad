package org.gongzhi.access;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How strict signing in is. `staffSecondFactor` makes everybody with a seat enrol before they go on;
/// `proxies` are the addresses and ranges (`10.0.0.5, 10.1.0.0/24`) whose word about where a request comes from is
/// believed.
@ConfigurationProperties("gongzhi.access")
public record AccessSettings(
        @DefaultValue("5") int failures,
        @DefaultValue("15") int lockMinutes,
        @DefaultValue("12") int staffHours,
        @DefaultValue("30") int residentDays,
        @DefaultValue("true") boolean staffSecondFactor,
        @DefaultValue("false") boolean secureCookies,
        @DefaultValue("30") int visitorReportsPerHour,
        @DefaultValue("200") int visitorPhotosPerHour,
        @DefaultValue("60") int signInsPerHour,
        @DefaultValue("20") int signUpsPerHour,
        @DefaultValue("") String proxies) {}
