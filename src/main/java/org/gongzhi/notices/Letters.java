package org.gongzhi.notices;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Sealed;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// E-mail to people who have no account, only an address that they left. Written in the transaction of whoever
/// has something to say, sent later; address and words are forgotten as soon as it went or was given up.
@Component
public class Letters {

    /// One letter. The same mark in a community is written once; `path` is the page it leads to, `thread` the
    /// part of its Message-ID by which an answer to it is known, or null.
    public record Letter(
            long community,
            String mark,
            String email,
            String title,
            String text,
            String path,
            @Nullable String thread) {}

    private record Due(
            long community,
            long id,
            byte[] recipient,
            String title,
            String body,
            String path,
            @Nullable String thread,
            int tries) {}

    private static final Logger log = LoggerFactory.getLogger(Letters.class);
    private static final int AT_ONCE = 100;

    /// What is claimed and then lost with the program is claimed again after this.
    private static final Duration CLAIMED = Duration.ofMinutes(5);

    private final JdbcClient client;
    private final JdbcTemplate jdbc;
    private final MailCarrier mail;
    private final Sealed sealed;
    private final NoticeTerms terms;
    private final NoticeSettings settings;
    private final Ids ids;
    private final Clock clock;

    Letters(
            JdbcClient client,
            JdbcTemplate jdbc,
            MailCarrier mail,
            Sealed sealed,
            NoticeTerms terms,
            NoticeSettings settings,
            Ids ids,
            Clock clock) {
        this.client = client;
        this.jdbc = jdbc;
        this.mail = mail;
        this.sealed = sealed;
        this.terms = terms;
        this.settings = settings;
        this.ids = ids;
        this.clock = clock;
    }

    /// A template in both languages, for readers of whom nobody knows which they read.
    public static Letter of(Notice notice, String email, String after, String path, @Nullable String thread) {
        Words zh = Words.CHINESE;
        Words en = Words.ENGLISH;
        String template = "notices.template." + notice.template();
        return new Letter(
                notice.community(),
                notice.template() + " " + notice.mark(),
                email,
                zh.t(template + ".title", said(notice, zh)) + " / " + en.t(template + ".title", said(notice, en)),
                zh.t(template + ".text", said(notice, zh)) + "\n\n" + en.t(template + ".text", said(notice, en))
                        + "\n\n" + after,
                path,
                thread);
    }

    private static Object[] said(Notice notice, Words words) {
        return notice.parts().stream().map(part -> Notice.in(words, part)).toArray();
    }

    /// True when this installation can send e-mail; otherwise nothing is written.
    public boolean able() {
        return mail.able();
    }

    /// Writes letters; those written before are left alone.
    @Transactional
    public void write(Collection<Letter> letters) {
        if (letters.isEmpty() || !able()) {
            return;
        }
        Timestamp now = Timestamp.from(clock.instant());
        jdbc.batchUpdate("""
                insert into notices.letter (community, id, mark, recipient, title, body, path, thread, state, next_at,
                    written_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, 'QUEUED', ?, ?) on conflict do nothing""", letters, AT_ONCE, (row, letter) -> {
            row.setLong(1, letter.community);
            row.setLong(2, ids.next());
            row.setString(3, letter.mark);
            row.setBytes(4, sealed.seal(letter.email));
            row.setString(5, letter.title);
            row.setString(6, letter.text);
            row.setString(7, letter.path);
            row.setString(8, letter.thread);
            row.setTimestamp(9, now);
            row.setTimestamp(10, now);
        });
    }

    /// Sends what is due; returns how many went out.
    @Scheduled(fixedDelayString = "${gongzhi.notices.round:PT5S}", initialDelayString = "PT20S")
    public int round() {
        int sent = 0;
        for (List<Due> due = claim(); !due.isEmpty(); due = claim()) {
            for (Due each : due) {
                sent += send(each) ? 1 : 0;
            }
        }
        return sent;
    }

    private List<Due> claim() {
        return client.sql("""
                        update notices.letter l set state = 'SENDING', next_at = ? from (
                            select community, id from notices.letter
                            where state in ('QUEUED', 'SENDING') and next_at <= ?
                            order by next_at limit ? for update skip locked) due
                        where l.community = due.community and l.id = due.id
                        returning l.community, l.id, l.recipient, l.title, l.body, l.path, l.thread, l.tries""")
                .params(Timestamp.from(clock.instant().plus(CLAIMED)), Timestamp.from(clock.instant()), AT_ONCE)
                .query(Letters::read)
                .list();
    }

    private static Due read(ResultSet row, int number) throws SQLException {
        return new Due(
                row.getLong("community"),
                row.getLong("id"),
                row.getBytes("recipient"),
                row.getString("title"),
                row.getString("body"),
                row.getString("path"),
                row.getString("thread"),
                row.getInt("tries"));
    }

    private boolean send(Due due) {
        try {
            mail.carry(
                    new Carrier.Letter(
                            due.id, sealed.open(due.recipient), due.title, due.body, settings.base() + due.path),
                    due.thread);
            end(due, "SENT", "");
            return true;
        } catch (Carrier.Failed failed) {
            log.warn("letter {} did not go: {}", due.id, failed.getMessage());
            int attempt = due.tries + 1;
            if (failed.forGood() || attempt >= terms.tries()) {
                end(due, failed.forGood() ? "BOUNCED" : "FAILED", String.valueOf(failed.getMessage()));
            } else {
                client.sql("""
                                update notices.letter set state = 'QUEUED', tries = ?, next_at = ?, failure = ?
                                where community = ? and id = ? and state = 'SENDING'""")
                        .params(
                                attempt,
                                Timestamp.from(clock.instant().plus(terms.retry(attempt))),
                                String.valueOf(failed.getMessage()),
                                due.community,
                                due.id)
                        .update();
            }
            return false;
        }
    }

    private void end(Due due, String state, String why) {
        client.sql("""
                        update notices.letter set state = ?, tries = tries + 1, failure = ?, recipient = null,
                            title = null, body = null, thread = null
                        where community = ? and id = ? and state = 'SENDING'""").params(state, why, due.community, due.id).update();
    }

    /// Takes away what went long enough ago.
    int sweep(Timestamp before) {
        return client.sql("delete from notices.letter where written_at < ? and state not in ('QUEUED', 'SENDING')")
                .param(before)
                .update();
    }
}
