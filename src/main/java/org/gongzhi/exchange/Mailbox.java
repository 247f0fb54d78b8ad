package org.gongzhi.exchange;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.FlagTerm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import org.gongzhi.access.Actor;
import org.gongzhi.access.RateLimit;
import org.gongzhi.access.Right;
import org.gongzhi.kernel.Outage;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.places.Place;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Reads the mailbox by IMAP. A message is marked as seen after it was taken and committed, so that none is lost
/// and none twice; refused ones are flagged as well and stay in the mailbox for people to see.
@Component
public class Mailbox {

    /// How it stands: whether there is a mailbox, when it was last read, what went wrong then.
    public record State(
            boolean configured, String user, @Nullable Instant lookedAt, String failure) {}

    private static final Logger log = LoggerFactory.getLogger(Mailbox.class);
    private static final String WAIT = "20000";

    private final MailboxSettings settings;
    private final MailIntake intake;
    private final RateLimit limit;
    private final Clock clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Instant lookedAt;
    private volatile String failure = "";

    Mailbox(MailboxSettings settings, MailIntake intake, RateLimit limit, Clock clock) {
        this.settings = settings;
        this.intake = intake;
        this.limit = limit;
        this.clock = clock;
    }

    public State state(Actor actor) {
        require(actor);
        return new State(settings.configured(), settings.user(), lookedAt, failure);
    }

    /// Reads it now; returns how many messages were dealt with.
    public int look(Actor actor) {
        require(actor);
        if (!settings.configured()) {
            throw Refusal.unavailable("mailbox-off");
        }
        int done = round();
        if (!failure.isEmpty()) {
            throw Refusal.unavailable("mailbox-away");
        }
        return done;
    }

    private static void require(Actor actor) {
        if (!actor.may(Right.EXCHANGE_MANAGE)) {
            throw actor.signedIn() ? Refusal.forbidden("not-allowed") : Refusal.signIn("sign-in");
        }
    }

    /// Deals with what is new; returns how many messages.
    @Scheduled(fixedDelayString = "${gongzhi.mailbox.round:PT30S}", initialDelayString = "PT25S")
    public int round() {
        if (!settings.configured()) {
            return 0;
        }
        looking.lock();
        try {
            int done = read();
            failure = "";
            lookedAt = clock.instant();
            return done;
        } catch (MessagingException | IOException away) {
            failure = away.getClass().getSimpleName();
            log.warn("the mailbox could not be read: {}", failure);
            return 0;
        } catch (RuntimeException failed) {
            failure = failed.getClass().getSimpleName();
            if (failed instanceof Refusal || Outage.causes(failed)) {
                log.warn("the mailbox waits: {}", failure);
            } else {
                log.error("a message could not be dealt with", failed);
            }
            return 0;
        } finally {
            looking.unlock();
        }
    }

    private int read() throws MessagingException, IOException {
        String protocol = settings.tls() ? "imaps" : "imap";
        var properties = new Properties();
        for (String name : new String[] {"connectiontimeout", "timeout", "writetimeout"}) {
            properties.setProperty("mail." + protocol + "." + name, WAIT);
        }
        properties.setProperty("mail.imaps.ssl.checkserveridentity", "true");
        properties.setProperty("mail." + protocol + ".peek", "true");
        try (Store store = Session.getInstance(properties).getStore(protocol)) {
            store.connect(settings.host(), settings.port(), settings.user(), settings.password());
            try (Folder folder = store.getFolder(settings.folder())) {
                folder.open(Folder.READ_WRITE);
                return read(folder);
            }
        }
    }

    private int read(Folder folder) throws MessagingException, IOException {
        Place home = intake.home(settings.place());
        int done = 0;
        for (Message message : folder.search(new FlagTerm(new Flags(Flags.Flag.SEEN), false))) {
            if (done == MailIntake.term("at-once")) {
                break;
            }
            if (waits(message)) {
                continue;
            }
            var came = take((MimeMessage) message, home);
            if (came.result() == MailReceipt.Result.REFUSED) {
                message.setFlag(Flags.Flag.FLAGGED, true);
            }
            message.setFlag(Flags.Flag.SEEN, true);
            done++;
        }
        return done;
    }

    private MailReceipt take(MimeMessage message, Place home) throws MessagingException, IOException {
        var raw = new ByteArrayOutputStream();
        boolean large = message.getSize() > MailIntake.mostBytes();
        if (large) {
            for (String line : Collections.list(message.getAllHeaderLines())) {
                raw.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            }
            raw.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        } else {
            message.writeTo(raw);
        }
        try {
            return large ? intake.tooLarge(raw.toByteArray(), home) : intake.take(raw.toByteArray(), home);
        } catch (RuntimeException failed) {
            if (Outage.causes(failed)
                    || failed instanceof Refusal refused && refused.kind() == Refusal.Kind.UNAVAILABLE) {
                throw failed;
            }
            // one message that cannot be dealt with must not hold up the others
            log.error("a message was left flagged in the mailbox", failed);
            return intake.fault(raw.toByteArray(), home);
        }
    }

    /// True when one address has sent too much in this hour: the rest waits, and others are not held up.
    private boolean waits(Message message) {
        try {
            var from = message.getFrom();
            String address = from == null || from.length == 0 || !(from[0] instanceof InternetAddress known)
                    ? ""
                    : String.valueOf(known.getAddress()).toLowerCase(Locale.ROOT);
            limit.count(
                    "mail",
                    Secrets.sha256(address.getBytes(StandardCharsets.UTF_8)),
                    MailIntake.term("per-sender-hour"));
            return false;
        } catch (Refusal tooMany) {
            return true;
        } catch (MessagingException unreadable) {
            return false;
        }
    }
}
