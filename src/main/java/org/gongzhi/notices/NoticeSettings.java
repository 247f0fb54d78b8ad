package org.gongzhi.notices;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How this installation reaches people. Routes without an address are not used. `base` is the address of this
/// installation as people reach it; `secret` signs what goes to the gateways and what comes from them.
@ConfigurationProperties("gongzhi.notices")
public record NoticeSettings(
        @DefaultValue("http://localhost:8080") String base,
        @DefaultValue("") String secret,
        @DefaultValue("") String smsGateway,
        @DefaultValue("") String wecomGateway,
        @DefaultValue("") String wechatGateway,
        @DefaultValue("") String dingtalkGateway,
        @DefaultValue("") String smtpHost,
        @DefaultValue("587") int smtpPort,
        @DefaultValue("") String smtpUser,
        @DefaultValue("") String smtpPassword,
        @DefaultValue("true") boolean smtpTls,
        @DefaultValue("") String from,
        @DefaultValue("false") boolean pushAnywhere) {}
