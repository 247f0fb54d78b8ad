package org.gongzhi.notices;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Words;
import org.gongzhi.people.Person;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Carries messages out. What is claimed and then lost with the program is claimed again after some minutes,
/// and carries the same id, so that the other side can tell a repetition.
@Component
public class Postman {

    private static final Logger log = LoggerFactory.getLogger(Postman.class);
    private static final int AT_ONCE = 100;

    private final Routing routing;
    private final Notices notices;
    private final Contacts contacts;
    private final Letters letters;
    private final NoticeTerms terms;
    private final NoticeSettings settings;
    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Postman(
            Routing routing,
            Notices notices,
            Contacts contacts,
            Letters letters,
            NoticeTerms terms,
            NoticeSettings settings,
            JdbcClient client,
            TransactionTemplate transaction,
            Clock clock) {
        this.routing = routing;
        this.notices = notices;
        this.contacts = contacts;
        this.letters = letters;
        this.terms = terms;
        this.settings = settings;
        this.client = client;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// Sends what is due and takes the next route for what did not reach; returns how many went out.
    @Scheduled(fixedDelayString = "${gongzhi.notices.round:PT5S}", initialDelayString = "PT15S")
    public int round() {
        int sent = 0;
        for (List<Routing.Delivery> due = routing.claim(AT_ONCE); !due.isEmpty(); due = routing.claim(AT_ONCE)) {
            sent += send(due);
        }
        fallBack();
        return sent;
    }

    private int send(List<Routing.Delivery> due) {
        Map<Long, Notices.Message> messages =
                notices.all(due.stream().map(Routing.Delivery::message).collect(Collectors.toSet())).stream()
                        .collect(Collectors.toMap(Notices.Message::id, message -> message));
        var known = contacts.all(due.stream()
                .map(Routing.Delivery::account)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        Map<Long, Person> persons = notices.persons(messages.values());
        var bundles = new HashMap<String, List<Routing.Delivery>>();
        for (Routing.Delivery delivery : due) {
            String key = delivery.digest() ? "digest " + delivery.account() : "one " + delivery.id();
            bundles.computeIfAbsent(key, _ -> new ArrayList<>()).add(delivery);
        }
        int sent = 0;
        for (List<Routing.Delivery> bundle : bundles.values()) {
            sent += send(bundle, messages, known, persons) ? bundle.size() : 0;
        }
        return sent;
    }

    private boolean send(
            List<Routing.Delivery> bundle,
            Map<Long, Notices.Message> messages,
            Map<Long, Contacts.Contact> known,
            Map<Long, Person> persons) {
        Routing.Delivery first = bundle.getFirst();
        Notices.Message message = messages.get(first.message());
        Contacts.Contact contact = first.account() == null ? null : known.get(first.account());
        Carrier carrier = routing.carrier(first.route());
        String to = message == null ? null : address(first.route(), contact, message, persons);
        try {
            if (message == null || carrier == null || to == null) {
                throw new Carrier.Failed("no address", true);
            }
            Words words = Words.of(contact == null ? "zh" : contact.language());
            carrier.carry(letter(bundle, messages, words, to));
            routing.sent(bundle);
            return true;
        } catch (Carrier.Failed failed) {
            log.warn("message {} did not go by {}: {}", first.message(), first.route(), failed.getMessage());
            bundle.forEach(each -> routing.failed(
                    each,
                    String.valueOf(failed.getMessage()),
                    failed.forGood(),
                    messages.get(each.message()),
                    contact));
            return false;
        }
    }

    private Carrier.Letter letter(
            List<Routing.Delivery> bundle, Map<Long, Notices.Message> messages, Words words, String to) {
        Notices.Message first =
                Objects.requireNonNull(messages.get(bundle.getFirst().message()));
        String base = settings.base();
        if (bundle.size() == 1) {
            return new Carrier.Letter(
                    bundle.getFirst().id(), to, first.title(words), first.text(words), base + first.path());
        }
        var text = new StringBuilder();
        for (Routing.Delivery each : bundle) {
            Notices.Message message = messages.get(each.message());
            if (message != null) {
                text.append("· ").append(message.title(words)).append('\n');
                text.append("  ").append(message.text(words)).append('\n');
            }
        }
        return new Carrier.Letter(
                bundle.getFirst().id(),
                to,
                words.t("notices.digest.title", bundle.size()),
                text.toString(),
                base + "/inbox");
    }

    private static @Nullable String address(
            Route route, Contacts.@Nullable Contact contact, Notices.Message message, Map<Long, Person> persons) {
        return switch (route) {
            case EMAIL -> contact != null && contact.confirmed() ? contact.email() : null;
            case WECOM, WECHAT, DINGTALK -> contact != null && contact.channel() == route ? contact.handle() : null;
            case SMS -> {
                Person person = message.person() == null ? null : persons.get(message.person());
                yield person == null ? null : person.phone();
            }
            case WEB_PUSH -> message.account() == null ? null : Long.toString(message.account());
            case LETTER, VISIT -> null;
        };
    }

    /// What must reach and was not read for days goes on by the next route, one route at a time.
    int fallBack() {
        var late = client.sql("select " + Notices.COLUMNS + """
                         from notices.message m where m.must_reach and m.reached_at is null and m.told_at < ?
                        and not exists (select 1 from notices.delivery d where d.community = m.community
                            and d.message = m.id and (d.state in ('QUEUED', 'SENDING') or d.sent_at > ?))
                        and not exists (select 1 from notices.delivery d where d.community = m.community
                            and d.message = m.id and d.route = 'VISIT')
                        limit 200""")
                .params(
                        Timestamp.from(clock.instant().minus(terms.fallback())),
                        Timestamp.from(clock.instant().minus(terms.fallback())))
                .query(notices::read)
                .list();
        if (late.isEmpty()) {
            return 0;
        }
        var known = contacts.all(late.stream()
                .map(Notices.Message::account)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet()));
        int gone = 0;
        for (Notices.Message message : late) {
            Contacts.Contact contact = message.account() == null ? null : known.get(message.account());
            Boolean on = transaction.execute(_ -> routing.goOn(message, contact));
            gone += Boolean.TRUE.equals(on) ? 1 : 0;
        }
        return gone;
    }

    /// Takes away what has been kept long enough; what must reach and has not stays. Returns how many messages.
    @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT10M")
    public int sweep() {
        Timestamp before = Timestamp.from(clock.instant().minus(terms.kept()));
        Integer gone = transaction.execute(_ -> {
            letters.sweep(before);
            client.sql("""
                            delete from notices.delivery d using notices.message m where m.community = d.community
                            and m.id = d.message and m.told_at < ? and (not m.must_reach or m.reached_at is not null)""").param(before).update();
            return client.sql("""
                            delete from notices.message where told_at < ? and (not must_reach or reached_at is not null)""").param(before).update();
        });
        return gone == null ? 0 : gone;
    }

    /// Sends a code to an address that has to be confirmed.
    public void confirm(long account, String email, String code, Words words) {
        Carrier mail = routing.carrier(Route.EMAIL);
        if (mail == null || !mail.able()) {
            throw Refusal.unavailable("email-off");
        }
        try {
            mail.carry(new Carrier.Letter(
                    account,
                    email,
                    words.t("notices.template.email-code.title"),
                    words.t("notices.template.email-code.text", code),
                    settings.base() + "/inbox/settings"));
        } catch (Carrier.Failed failed) {
            throw Refusal.unavailable("email-away");
        }
    }
}
