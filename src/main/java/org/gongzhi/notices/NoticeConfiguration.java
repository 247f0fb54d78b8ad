package org.gongzhi.notices;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/// One gateway for each of the routes that need one.
@Configuration
class NoticeConfiguration {

    @Bean
    Carrier sms(NoticeSettings settings, NoticeSignature signature, JsonMapper json) {
        return new GatewayCarrier(Route.SMS, settings.smsGateway(), signature, json);
    }

    @Bean
    Carrier wecom(NoticeSettings settings, NoticeSignature signature, JsonMapper json) {
        return new GatewayCarrier(Route.WECOM, settings.wecomGateway(), signature, json);
    }

    @Bean
    Carrier wechat(NoticeSettings settings, NoticeSignature signature, JsonMapper json) {
        return new GatewayCarrier(Route.WECHAT, settings.wechatGateway(), signature, json);
    }

    @Bean
    Carrier dingtalk(NoticeSettings settings, NoticeSignature signature, JsonMapper json) {
        return new GatewayCarrier(Route.DINGTALK, settings.dingtalkGateway(), signature, json);
    }
}
