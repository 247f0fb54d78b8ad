package org.gongzhi.web;

import java.text.NumberFormat;
import java.time.Instant;
import java.util.List;
import org.gongzhi.access.Actor;
import org.gongzhi.access.Right;
import org.gongzhi.access.Writer;
import org.gongzhi.kernel.Words;

/// What every page knows without being told: who looks, in which language, how large and how bright, and
/// where they are; `act` names what they did a moment ago, for its receipt.
public record Shell(
        Words words, Actor actor, String path, Preferences preferences, Assets assets, Instant now, String act) {

    /// One bar of a chart, with the page of its rows.
    public record Bar(String label, long value, String path) {}

    /// An entry of the navigation.
    public record Entry(String path, String key, String icon) {}

    /// Under whose name a page keeps what is filled in on it.
    public String writer() {
        return Writer.of(actor);
    }

    /// What this visitor would go to next.
    public List<Entry> navigation() {
        var entries = new java.util.ArrayList<Entry>();
        entries.add(new Entry("/", "web.nav.home", "home"));
        if (actor.may(Right.MATTER_HANDLE) || actor.may(Right.MATTER_CHECK)) {
            entries.add(new Entry("/work", "web.nav.work", "list"));
        }
        entries.add(new Entry("/report", "web.nav.report", "plus"));
        if (actor.may(Right.PERSON_READ)) {
            entries.add(new Entry("/people", "web.nav.people", "house"));
        }
        if (actor.may(Right.BOARD_READ)) {
            entries.add(new Entry("/board", "web.nav.board", "chart"));
        }
        entries.add(
                actor.signedIn()
                        ? new Entry("/mine", "web.nav.mine", "user")
                        : new Entry("/follow", "web.nav.follow", "search"));
        return entries;
    }

    /// The pages behind the menu that this visitor's seats open.
    public List<Entry> desk() {
        var entries = new java.util.ArrayList<Entry>();
        entries.add(new Entry("/near", "web.home.near", "pin"));
        entries.add(new Entry("/ledger", "ledger.title", "check"));
        if (actor.may(Right.MATTER_TAKE)) {
            entries.add(new Entry("/counter", "matters.counter.title", "list"));
        }
        if (actor.signedIn()) {
            entries.add(new Entry("/topics", "councils.title", "user"));
            entries.add(new Entry("/votes", "ballots.title", "check"));
            entries.add(new Entry("/conventions", "conventions.title", "list"));
            entries.add(new Entry("/patrols", "patrols.title", "pin"));
            entries.add(new Entry("/disputes", "disputes.title", "user"));
        }
        if (actor.signedIn()) {
            entries.add(new Entry("/inspections", "inspections.title", "alert"));
        }
        entries.add(new Entry("/kinds", "matters.kinds.title", "list"));
        if (actor.may(Right.MATTER_READ)) {
            entries.add(new Entry("/cases", "library.title", "list"));
        }
        if (actor.may(Right.DUTY_READ)) {
            entries.add(new Entry("/duty", "duty.title", "list"));
        }
        if (actor.may(Right.NOTICE_MANAGE)) {
            entries.add(new Entry("/notices/bulletins", "notices.bulletins", "list"));
        }
        if (actor.may(Right.NOTICE_MANAGE) || actor.may(Right.PERSON_WRITE)) {
            entries.add(new Entry("/notices/hand", "notices.hand", "list"));
        }
        if (actor.may(Right.PERSON_WRITE)) {
            entries.add(new Entry("/visits", "register.visits.title", "list"));
        }
        if (actor.may(Right.REQUEST_HANDLE)) {
            entries.add(new Entry("/requests", "register.requests.title", "list"));
            entries.add(new Entry("/privacy", "register.privacy.title", "list"));
        }
        if (actor.may(Right.CARE_READ)) {
            entries.add(new Entry("/people/needing", "register.needing.title", "user"));
        }
        if (actor.may(Right.BOARD_READ)) {
            entries.add(new Entry("/figures", "matters.figures.title", "chart"));
            entries.add(new Entry("/coverage", "register.coverage.title", "chart"));
        }
        if (actor.may(Right.PLACE_MANAGE)) {
            String code = actor.scope(Right.PLACE_MANAGE).codes().getFirst();
            entries.add(new Entry("/places/" + code, "register.place.manage", "house"));
        }
        if (actor.may(Right.PARTY_MANAGE)) {
            entries.add(new Entry("/party", "register.party.title", "house"));
        }
        if (actor.may(Right.ORGANISATION_MANAGE)) {
            entries.add(new Entry("/organisations", "register.organisations.title", "house"));
        }
        if (actor.may(Right.EXCHANGE_MANAGE)) {
            entries.add(new Entry("/exchange/keys", "exchange.keys.title", "list"));
            entries.add(new Entry("/exchange/mail", "exchange.mail.title", "list"));
        }
        if (actor.may(Right.OPERATE)) {
            entries.add(new Entry("/operations", "operations.title", "gear"));
        }
        return entries;
    }

    public boolean here(Entry entry) {
        return entry.path().equals("/") ? path.equals("/") : path.startsWith(entry.path());
    }

    public String t(String key, Object... arguments) {
        return words.t(key, arguments);
    }

    /// What became of the act before this page. `what` comes from the address, which anybody can write: nothing is said
    /// of what there are no words for.
    public String told(String prefix, String what) {
        return words.has(prefix + what) ? words.t(prefix + what) : "";
    }

    /// A count with its thousands grouped.
    public String number(long value) {
        return NumberFormat.getIntegerInstance(words.locale()).format(value);
    }

    /// The URL of a static file, changing with its content.
    public String asset(String name) {
        return assets.url(name);
    }
}
