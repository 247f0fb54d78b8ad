package org.gongzhi.exchange;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The mailbox that is read by IMAP (RFC 9051); without a host none is. `place` is the code of the community or
/// estate a message belongs to when neither its address nor its words name one.
@ConfigurationProperties("gongzhi.mailbox")
public record MailboxSettings(
        @DefaultValue("") String host,
        @DefaultValue("993") int port,
        @DefaultValue("true") boolean tls,
        @DefaultValue("") String user,
        @DefaultValue("") String password,
        @DefaultValue("INBOX") String folder,
        @DefaultValue("") String place) {

    boolean configured() {
        return !host.isEmpty() && !user.isEmpty() && !place.isEmpty();
    }
}
