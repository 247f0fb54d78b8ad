package org.gongzhi.notices;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;
import org.springframework.stereotype.Component;

/// E-mail by SMTP (RFC 5321). Every attempt carries the same Message-ID, so that a mailbox can tell a
/// repetition.
@Component
class MailCarrier implements Carrier {

    private static final String WAIT = "10000";

    private final NoticeSettings settings;
    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();

    MailCarrier(NoticeSettings settings) {
        this.settings = settings;
        sender.setHost(settings.smtpHost());
        sender.setPort(settings.smtpPort());
        sender.setDefaultEncoding(StandardCharsets.UTF_8.name());
        var properties = new Properties();
        properties.setProperty("mail.smtp.connectiontimeout", WAIT);
        properties.setProperty("mail.smtp.timeout", WAIT);
        properties.setProperty("mail.smtp.writetimeout", WAIT);
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(settings.smtpTls()));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(settings.smtpTls()));
        if (!settings.smtpUser().isEmpty()) {
            sender.setUsername(settings.smtpUser());
            sender.setPassword(settings.smtpPassword());
            properties.setProperty("mail.smtp.auth", "true");
        }
        sender.setJavaMailProperties(properties);
    }

    @Override
    public Route route() {
        return Route.EMAIL;
    }

    @Override
    public boolean able() {
        return !settings.smtpHost().isEmpty() && !settings.from().isEmpty();
    }

    @Override
    public void carry(Letter letter) throws Failed {
        carry(letter, null);
    }

    /// The same with a part of the Message-ID by which an answer is known.
    void carry(Letter letter, @Nullable String thread) throws Failed {
        try {
            var mail = sender.createMimeMessage();
            var helper = new MimeMessageHelper(mail, StandardCharsets.UTF_8.name());
            helper.setFrom(settings.from());
            helper.setTo(letter.to());
            helper.setSubject(letter.title());
            helper.setText(letter.text() + "\n\n" + letter.url() + "\n");
            mail.setHeader("Auto-Submitted", "auto-generated");
            mail.saveChanges();
            String host = settings.from().substring(settings.from().indexOf('@') + 1);
            mail.setHeader("Message-ID", "<" + letter.id() + (thread == null ? "" : "." + thread) + "@" + host + ">");
            sender.send(mail);
        } catch (AddressException wrong) {
            throw new Failed("address", true);
        } catch (MailException failed) {
            throw new Failed(failed.getClass().getSimpleName(), forGood(failed));
        } catch (MessagingException broken) {
            throw new Failed(broken.getClass().getSimpleName(), false);
        }
    }

    /// An address that the server refuses will not work tomorrow either; a server that is away may.
    private static boolean forGood(MailException failed) {
        return failed instanceof MailSendException send
                && send.getFailedMessages().values().stream().anyMatch(MailCarrier::refused);
    }

    private static boolean refused(Throwable cause) {
        if (cause instanceof SendFailedException send) {
            Address[] wrong = send.getInvalidAddresses();
            return wrong != null && wrong.length > 0;
        }
        return cause instanceof AddressException || cause.getCause() != null && refused(cause.getCause());
    }
}
