package org.gongzhi.exchange;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.exchange.MailReceipt.Result;
import org.gongzhi.files.Photos;
import org.gongzhi.kernel.Ids;
import org.gongzhi.kernel.Refusal;
import org.gongzhi.kernel.Secrets;
import org.gongzhi.kernel.Tables;
import org.gongzhi.kernel.Words;
import org.gongzhi.matters.Channel;
import org.gongzhi.matters.FollowUpCode;
import org.gongzhi.matters.Kind;
import org.gongzhi.matters.Kinds;
import org.gongzhi.matters.Matter;
import org.gongzhi.matters.MatterDesk;
import org.gongzhi.matters.Matters;
import org.gongzhi.matters.NewMatter;
import org.gongzhi.matters.Stage;
import org.gongzhi.notices.Letters;
import org.gongzhi.places.AddressWords;
import org.gongzhi.places.Place;
import org.gongzhi.places.PlaceKind;
import org.gongzhi.places.Places;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes matters of e-mails. A message becomes one matter however often it comes; an answer to a letter of ours
/// adds to its matter. Who sent it is not believed (anybody can write any address): only the code in our own
/// letter opens a matter. What could not be taken is answered with the reason.
@Component
public class MailIntake {

    /// The kind of what a person has to sort.
    static final String UNSORTED = "S02";

    private static final int MOST_NAME = 60;
    private static final int MOST_ADDRESS = 200;

    private static final Map<String, Integer> TERMS = Tables.read("exchange/mail.csv").stream()
            .collect(Collectors.toUnmodifiableMap(row -> row.get("name"), row -> Integer.valueOf(row.get("value"))));

    private static final Pattern PLACE = Pattern.compile("[^@+]*\\+([0-9A-Za-z-]+)@.*");
    private static final Pattern PREFIX = Pattern.compile("(?i)^((re|fw|fwd|回复|答复|转发)\\s*[:：]\\s*)+");

    private final MailStore store;
    private final Matters matters;
    private final MatterDesk desk;
    private final Kinds kinds;
    private final FollowUpCode codes;
    private final Places places;
    private final Photos photos;
    private final Letters letters;
    private final TransactionTemplate transaction;

    MailIntake(
            MailStore store,
            Matters matters,
            MatterDesk desk,
            Kinds kinds,
            FollowUpCode codes,
            Places places,
            Photos photos,
            Letters letters,
            TransactionTemplate transaction) {
        this.store = store;
        this.matters = matters;
        this.desk = desk;
        this.kinds = kinds;
        this.codes = codes;
        this.places = places;
        this.photos = photos;
        this.letters = letters;
        this.transaction = transaction;
    }

    static int term(String name) {
        return Objects.requireNonNull(TERMS.get(name), name);
    }

    /// The most bytes a message may have.
    public static int mostBytes() {
        return term("most-mib") * 1024 * 1024;
    }

    /// A saved message that somebody hands in for a community of theirs; without a place, for their first.
    public MailReceipt take(Actor actor, byte[] raw, @Nullable String place) {
        String code = place != null && !place.isBlank()
                ? place
                : actor.scope(Right.EXCHANGE_MANAGE).codes().stream()
                        .findFirst()
                        .orElseThrow(() -> Refusal.forbidden("not-allowed"));
        Place home = home(code);
        actor.require(Right.EXCHANGE_MANAGE, home.code());
        if (MailMessage.outlook(raw)) {
            throw Refusal.invalid("mail-unreadable");
        }
        MailReceipt came = take(raw, home);
        if (came.result() == Result.REFUSED && came.reason().equals("unreadable")) {
            throw Refusal.invalid("mail-unreadable");
        }
        return came;
    }

    /// The communities for which somebody may hand messages in.
    public List<Place> communities(Actor actor) {
        return actor.scope(Right.EXCHANGE_MANAGE).codes().stream()
                .flatMap(code -> places.communities(code).stream())
                .distinct()
                .map(places::get)
                .toList();
    }

    /// The place with this code, or the first community of what is wider.
    Place home(String code) {
        Place place = places.find(code).orElseThrow(() -> Refusal.unknown("place"));
        return place.kind().compareTo(PlaceKind.COMMUNITY) >= 0
                ? place
                : places.communities(code).stream()
                        .min(Long::compare)
                        .map(places::get)
                        .orElseThrow(() -> Refusal.invalid("place-wide"));
    }

    /// Takes one message in; `home` is where it belongs when it does not say. Repeated, it answers the same.
    /// A refusal of kind unavailable means that the message should be offered again later.
    MailReceipt take(byte[] raw, Place home) {
        MailMessage mail = opened(raw);
        if (mail == null) {
            return note(home.community(), Secrets.sha256(raw), Result.REFUSED, "unreadable");
        }
        String key = mail.key();
        if (mail.automatic() || mail.email().isEmpty() || mail.email().length() > MOST_ADDRESS) {
            return note(home.community(), key, Result.SKIPPED, mail.automatic() ? "automatic" : "sender");
        }
        var answers = mail.answers();
        if (answers != null) {
            long matter = number(answers.number());
            if (codes.opens(matter, answers.code())) {
                return add(mail, key, matter, answers.code());
            }
        }
        return raise(mail, key, place(mail, home));
    }

    private static long number(String number) {
        try {
            return Ids.fromNumber(number);
        } catch (Refusal none) {
            return 0;
        }
    }

    /// The place whose code the address names (`box+CODE@`), or the one estate whose name the words hold.
    private Place place(MailMessage mail, Place home) {
        for (String address : mail.to()) {
            Matcher named = PLACE.matcher(address);
            if (named.matches()) {
                var found = places.find(named.group(1));
                if (found.isPresent() && within(found.get(), home)) {
                    return found.get();
                }
            }
        }
        var meant = AddressWords.named(mail.subject() + "\n" + mail.text(), places.estates(home.code()));
        return meant.size() == 1 ? meant.getFirst() : home;
    }

    /// A message may name a place in the same street, not any in the country.
    private static boolean within(Place place, Place home) {
        int street = Math.min(9, home.code().length());
        return place.kind().compareTo(PlaceKind.COMMUNITY) >= 0
                && place.code().startsWith(home.code().substring(0, street));
    }

    private MailReceipt raise(MailMessage mail, String key, Place place) {
        var before = store.find(place.community(), key);
        if (before.isPresent()) {
            return before.get();
        }
        String text = words(mail);
        if (text.isEmpty() && mail.pictures().isEmpty()) {
            return refuse(place.community(), mail, key, "empty");
        }
        var leftOut = new ArrayList<>(mail.others());
        List<String> pictures = store(mail, leftOut);
        String kept = cut(text, NewMatter.MOST_TEXT);
        Optional<Kind> kind = kinds.automatic(kept, place.code());
        String name = mail.name().length() > MOST_NAME ? mail.name().substring(0, MOST_NAME) : mail.name();
        Matter matter = matters.report(new NewMatter(
                kind.map(Kind::code).orElse(UNSORTED),
                place.id(),
                null,
                kept,
                pictures,
                new Matter.Reporter(null, null, Channel.MAIL.name()),
                "mail " + key,
                new NewMatter.Extra(
                        null, Map.of(), false, null, null, null, new NewMatter.Contact(name, "", mail.email()), null)));
        return Objects.requireNonNull(transaction.execute(_ -> {
            boolean fresh = store.insert(
                    place.community(),
                    key,
                    Result.TAKEN,
                    kind.map(each -> String.join(" ", Kinds.reasons(each, kept)))
                            .orElse(""),
                    matter.id(),
                    leftOut.size());
            if (fresh) {
                tellLeftOut(mail, matter, kept.equals(text) ? 0 : NewMatter.MOST_TEXT, leftOut);
            }
            return store.find(place.community(), key).orElseThrow();
        }));
    }

    private static String cut(String text, int most) {
        return text.codePointCount(0, text.length()) > most
                ? text.substring(0, text.offsetByCodePoints(0, most))
                : text;
    }

    /// Tells the sender what of a message was not taken: all words after so many characters (0: none), and these
    /// attachments.
    private void tellLeftOut(MailMessage mail, Matter matter, int cutAfter, List<String> leftOut) {
        if (cutAfter > 0 || !leftOut.isEmpty()) {
            letters.write(List.of(letter(
                    matter.where().community(),
                    mail,
                    "left-out " + mail.key(),
                    cutAfter > 0 ? "exchange.mail.letter.cut" : "exchange.mail.letter.left",
                    Ids.number(matter.id()),
                    leftOut.isEmpty() ? "–" : String.join(", ", leftOut),
                    Integer.toString(cutAfter))));
        }
    }

    private MailReceipt add(MailMessage mail, String key, long id, String code) {
        var matter = desk.view(id, Actor.VISITOR, code).matter();
        long community = matter.where().community();
        var before = store.find(community, key);
        if (before.isPresent()) {
            return before.get();
        }
        var leftOut = new ArrayList<>(mail.others());
        List<String> pictures = store(mail, leftOut);
        String text = NewMatter.clean(mail.text());
        if (text.isEmpty() && pictures.isEmpty()) {
            return refuse(community, mail, key, "empty");
        }
        boolean asked = matter.stage() == Stage.ASKED;
        var order = new Matters.Order(id, null, Actor.VISITOR, code);
        String all = asked && text.isEmpty() ? mail.subject() : text;
        String said = cut(all, MOST_ADDED);
        try {
            return Objects.requireNonNull(transaction.execute(_ -> {
                if (store.insert(community, key, asked ? Result.ANSWERED : Result.ADDED, "", id, leftOut.size())) {
                    if (asked) {
                        matters.answer(order, said, pictures);
                    } else {
                        matters.supplement(order, said, pictures);
                    }
                    tellLeftOut(mail, matter, said.equals(all) ? 0 : MOST_ADDED, leftOut);
                }
                return store.find(community, key).orElseThrow();
            }));
        } catch (Refusal refused) {
            if (refused.kind() == Refusal.Kind.UNAVAILABLE) {
                throw refused;
            }
            return refuse(community, mail, key, "closed");
        }
    }

    /// The longest addition, in characters: as long as the form takes.
    private static final int MOST_ADDED = 2000;

    /// Subject and text as one: the subject is often all there is, and often the first line again.
    private static String words(MailMessage mail) {
        String subject = PREFIX.matcher(mail.subject()).replaceFirst("").strip();
        String text = mail.text();
        String all = subject.isEmpty() || text.startsWith(subject) ? text : subject + "\n" + text;
        return NewMatter.clean(all);
    }

    /// Stores what is a picture; the names of the others are added to `leftOut`.
    private List<String> store(MailMessage mail, List<String> leftOut) {
        var stored = new ArrayList<String>();
        for (var picture : mail.pictures()) {
            if (stored.size() == NewMatter.MOST_PHOTOS) {
                leftOut.add(picture.name());
                continue;
            }
            try {
                String name = photos.store(new java.io.ByteArrayInputStream(picture.bytes()));
                if (!stored.contains(name)) {
                    stored.add(name);
                }
            } catch (Refusal refused) {
                if (refused.kind() == Refusal.Kind.UNAVAILABLE) {
                    throw refused;
                }
                leftOut.add(picture.name());
            }
        }
        return stored;
    }

    /// A message too large to be read, of which only the head is here: refused with an answer to whoever sent
    /// it.
    MailReceipt tooLarge(byte[] head, Place home) {
        MailMessage mail = opened(head);
        return mail == null || mail.automatic() || mail.email().isEmpty()
                ? note(home.community(), Secrets.sha256(head), Result.SKIPPED, "large")
                : refuse(home.community(), mail, mail.key(), "large");
    }

    /// A message over which the program stumbled: it stays flagged in the mailbox, and its sender is told.
    MailReceipt fault(byte[] raw, Place home) {
        MailMessage mail = opened(raw);
        return mail == null || mail.automatic() || mail.email().isEmpty()
                ? note(home.community(), Secrets.sha256(raw), Result.REFUSED, "fault")
                : refuse(home.community(), mail, mail.key(), "fault");
    }

    private static @Nullable MailMessage opened(byte[] raw) {
        try {
            return MailMessage.read(raw, term("smallest-picture"));
        } catch (MessagingException | IOException unreadable) {
            return null;
        }
    }

    private MailReceipt refuse(long community, MailMessage mail, String key, String reason) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            MailReceipt came = note(community, key, Result.REFUSED, reason);
            letters.write(List.of(letter(community, mail, "refused " + key, "exchange.mail.letter.refused." + reason)));
            return came;
        }));
    }

    private Letters.Letter letter(long community, MailMessage mail, String mark, String template, Object... arguments) {
        return new Letters.Letter(
                community,
                mark,
                mail.email(),
                Words.CHINESE.t("exchange.mail.letter.title") + " / " + Words.ENGLISH.t("exchange.mail.letter.title"),
                Words.CHINESE.t(template, arguments) + "\n\n" + Words.ENGLISH.t(template, arguments),
                "/follow",
                null);
    }

    private MailReceipt note(long community, String key, Result result, String reason) {
        store.insert(community, key, result, reason, null, 0);
        return store.find(community, key).orElseThrow();
    }

    /// What came to the communities of whoever asks, the newest first, from behind `before`.
    public List<MailReceipt> list(Actor actor, @Nullable Long before, int most) {
        if (!actor.may(Right.EXCHANGE_MANAGE)) {
            throw actor.signedIn() ? Refusal.forbidden("not-allowed") : Refusal.signIn("sign-in");
        }
        var communities = communities(actor).stream().map(Place::community).toArray(Long[]::new);
        return store.list(communities, before == null ? Long.MAX_VALUE : before, Math.clamp(most, 1, 200));
    }

    /// Takes away what has been kept long enough.
    @Scheduled(fixedDelayString = "PT12H", initialDelayString = "PT20M")
    int sweep() {
        return store.drop(Duration.ofDays(term("keep-days")));
    }
}
