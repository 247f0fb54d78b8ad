package org.gongzhi.notices;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gongzhi.access.AccountErasing;
import org.gongzhi.access.RateLimit;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.people.PersonErasing;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// How accounts want to be reached. Addresses are encrypted; an e-mail address counts once its owner has
/// confirmed it.
@Component
public class Contacts {

    /// One account's wishes.
    public record Contact(
            long account,
            String language,
            @Nullable String email,
            boolean confirmed,
            @Nullable Route channel,
            @Nullable String handle,
            boolean sms,
            LocalTime quietFrom,
            LocalTime quietUntil,
            boolean digest,
            boolean push) {

        /// True while nobody should be disturbed; a span may go past midnight, and the same time twice means
        /// never.
        public boolean quiet(LocalTime time) {
            if (quietFrom.equals(quietUntil)) {
                return false;
            }
            return quietFrom.isBefore(quietUntil)
                    ? !time.isBefore(quietFrom) && time.isBefore(quietUntil)
                    : !time.isBefore(quietFrom) || time.isBefore(quietUntil);
        }
    }

    private static final String COLUMNS =
            "account, language, email, email_confirmed, channel, handle, sms, quiet_from, quiet_until, digest,"
                    + " exists (select 1 from notices.subscription s where s.account = contact.account) as push";

    private static final int MOST_GUESSES = 10;

    private final JdbcClient client;
    private final RateLimit limit;
    private final Sealed sealed;
    private final NoticeTerms terms;
    private final Clock clock;

    Contacts(JdbcClient client, RateLimit limit, Sealed sealed, NoticeTerms terms, Clock clock) {
        this.client = client;
        this.limit = limit;
        this.sealed = sealed;
        this.terms = terms;
        this.clock = clock;
    }

    public Contact of(long account) {
        return Optional.ofNullable(all(List.of(account)).get(account)).orElseGet(() -> fresh(account));
    }

    private Contact fresh(long account) {
        return new Contact(
                account, "zh", null, false, null, null, true, terms.quietFrom(), terms.quietUntil(), false, false);
    }

    /// Those of these accounts that said anything.
    Map<Long, Contact> all(Collection<Long> accounts) {
        var found = new HashMap<Long, Contact>();
        client.sql("select " + COLUMNS + " from notices.contact where account = any (?)")
                .param(accounts.toArray(Long[]::new))
                .query((row, _) -> {
                    byte[] email = row.getBytes("email");
                    byte[] handle = row.getBytes("handle");
                    String channel = row.getString("channel");
                    return new Contact(
                            row.getLong("account"),
                            row.getString("language"),
                            email == null ? null : sealed.open(email),
                            row.getBoolean("email_confirmed"),
                            channel == null ? null : Route.valueOf(channel),
                            handle == null ? null : sealed.open(handle),
                            row.getBoolean("sms"),
                            row.getObject("quiet_from", LocalTime.class),
                            row.getObject("quiet_until", LocalTime.class),
                            row.getBoolean("digest"),
                            row.getBoolean("push"));
                })
                .list()
                .forEach(contact -> found.put(contact.account, contact));
        return found;
    }

    /// Keeps somebody's wishes. A changed address has to be confirmed again; the code for that is the answer,
    /// or null when there is nothing to confirm.
    @Transactional
    public @Nullable String save(Contact wanted) {
        String email = wanted.email == null || wanted.email.isBlank() ? null : wanted.email.strip();
        if (email != null && (email.length() > 200 || !email.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+"))) {
            throw Refusal.invalid("email");
        }
        String handle = wanted.handle == null || wanted.handle.isBlank() ? null : wanted.handle.strip();
        boolean messenger = wanted.channel == null
                || wanted.channel == Route.WECOM
                || wanted.channel == Route.WECHAT
                || wanted.channel == Route.DINGTALK;
        if (!messenger || (wanted.channel == null) != (handle == null) || handle != null && handle.length() > 200) {
            throw Refusal.invalid("contact-handle");
        }
        Contact before = of(wanted.account);
        boolean same = email != null && email.equals(before.email);
        String code = email == null || same ? null : code();
        if (code != null) {
            // whoever types addresses must not make this installation write to strangers all day
            limit.count("email-code-sent", Long.toString(wanted.account), MOST_GUESSES);
        }
        client.sql("""
                        insert into notices.contact (account, language, email, email_confirmed, email_code, email_code_at,
                            channel, handle, sms, quiet_from, quiet_until, digest)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (account) do update set language = excluded.language, email = excluded.email,
                            email_confirmed = excluded.email_confirmed,
                            email_code = coalesce(excluded.email_code, contact.email_code),
                            email_code_at = coalesce(excluded.email_code_at, contact.email_code_at),
                            channel = excluded.channel, handle = excluded.handle, sms = excluded.sms,
                            quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
                            digest = excluded.digest""")
                .params(Arrays.asList(
                        wanted.account,
                        wanted.language,
                        email == null ? null : sealed.seal(email),
                        same && before.confirmed,
                        code,
                        code == null ? null : Timestamp.from(clock.instant()),
                        wanted.channel == null ? null : wanted.channel.name(),
                        handle == null ? null : sealed.seal(handle),
                        wanted.sms,
                        wanted.quietFrom,
                        wanted.quietUntil,
                        wanted.digest))
                .update();
        return code;
    }

    private static String code() {
        int number = java.nio.ByteBuffer.wrap(Secrets.random(4)).getInt() & 0x7fffffff;
        return "%06d".formatted(number % 1_000_000);
    }

    /// The owner of an address types the code that was sent to it.
    @Transactional
    public void confirm(long account, String code) {
        limit.count("email-code", Long.toString(account), MOST_GUESSES);
        int confirmed = client.sql("""
                        update notices.contact set email_confirmed = true, email_code = null
                        where account = ? and email_code = ? and email_code_at > ?""")
                .params(account, code.strip(), Timestamp.from(clock.instant().minus(terms.codeHolds())))
                .update();
        if (confirmed == 0) {
            throw Refusal.invalid("email-code");
        }
    }

    /// Remembers in which language somebody reads, from the page they look at.
    public void reads(long account, String language) {
        client.sql("""
                        insert into notices.contact (account, language, quiet_from, quiet_until) values (?, ?, ?, ?)
                        on conflict (account) do update set language = excluded.language
                        where contact.language <> excluded.language""")
                .params(account, language, terms.quietFrom(), terms.quietUntil())
                .update();
    }

    /// Somebody who is erased is not written to any more, whether they had an account or not.
    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(PersonErasing erasing) {
        forgetMessages("person", erasing.person().id());
    }

    @EventListener
    @Transactional(propagation = Propagation.MANDATORY)
    public void erasing(AccountErasing erasing) {
        client.sql("delete from notices.subscription where account = ?")
                .param(erasing.account())
                .update();
        client.sql("delete from notices.contact where account = ?")
                .param(erasing.account())
                .update();
        forgetMessages("account", erasing.account());
    }

    private void forgetMessages(String owner, long id) {
        client.sql("""
                        delete from notices.delivery d using notices.message m
                        where m.community = d.community and m.id = d.message and m.%s = ?""".formatted(owner)).param(id).update();
        client.sql("delete from notices.message where " + owner + " = ?")
                .param(id)
                .update();
    }
}
